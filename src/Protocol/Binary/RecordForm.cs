using System.Reflection;
using System.Runtime.CompilerServices;
using MessagePack;

namespace SessionShare.Protocol.Binary;

/// <summary>
/// A message, or a part of one: a map of the record's properties by their names in camelCase. Null ones are left out; unknown names are skipped; what is absent or nil
/// is null, 0 or false. By reflection, once a type, and without code made at run time, which each start would wait for.
/// </summary>
internal sealed class RecordForm<T> : Form<T?>
    where T : class
{
    private Member[] Members => field ??= [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => Forms.Of(property.PropertyType).MemberOf(property))];

    public override void Write(ref WireWriter writer, T? value)
    {
        if (value is null)
        {
            writer.Pack.WriteNil();
            return;
        }

        var count = 0;
        foreach (var member in Members)
            count += member.IsSet(value) ? 1 : 0;
        writer.Pack.WriteMapHeader(count);
        foreach (var member in Members)
            member.Write(ref writer, value);
    }

    public override T? Read(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;

        Reading.Expect(ref reader, MessagePackType.Map, "a map");
        var record = (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
        var left = reader.ReadMapHeader();
        for (var next = 0; left > 0; left--)
        {
            if (Find(Reading.Name(ref reader), ref next) is { } member)
                member.Read(ref reader, record);
            else
                reader.Skip();
        }

        return record;
    }

    /// <summary>Who writes as we do has our order: each is looked for first behind the one before.</summary>
    private Member? Find(ReadOnlySpan<byte> name, ref int next)
    {
        for (var tried = 0; tried < Members.Length; tried++)
        {
            var member = Members[next++ % Members.Length];
            if (member.IsNamed(name))
                return member;
        }

        return null;
    }
}
