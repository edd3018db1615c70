using MessagePack;

namespace SessionShare.Protocol.Binary;

/// <summary>A value that may be missing.</summary>
internal sealed class OptionalForm<T>(Form<T> form) : Form<T?>
    where T : struct
{
    public override void Write(ref WireWriter writer, T? value)
    {
        if (value is { } given)
            form.Write(ref writer, given);
        else
            writer.Pack.WriteNil();
    }

    public override T? Read(ref MessagePackReader reader) => reader.TryReadNil() ? null : form.Read(ref reader);
}

internal sealed class ListForm<T> : Form<IReadOnlyList<T>?>
{
    private Form<T> Item => field ??= (Form<T>)Forms.Of(typeof(T));

    public override void Write(ref WireWriter writer, IReadOnlyList<T>? value)
    {
        if (value is null)
        {
            writer.Pack.WriteNil();
            return;
        }

        writer.Pack.WriteArrayHeader(value.Count);
        for (var i = 0; i < value.Count; i++)
            Item.Write(ref writer, value[i]);
    }

    public override IReadOnlyList<T>? Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;

        Reading.Expect(ref reader, MessagePackType.Array, "a list");
        // No more than there are bytes left: the reader looks at that.
        var values = new T[reader.ReadArrayHeader()];
        for (var i = 0; i < values.Length; i++)
            values[i] = Item.Read(ref reader);
        return values;
    }
}
