using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using MessagePack;

namespace SessionShare.Protocol.Binary;

/// <summary>A property of a record.</summary>
internal abstract class Member(string name)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(name);

    protected string Name => name;

    public bool IsNamed(ReadOnlySpan<byte> name) => name.SequenceEqual(_utf8);

    /// <summary>Whether <see cref="Write"/> writes anything.</summary>
    public abstract bool IsSet(object record);

    /// <summary>Writes name and value; nothing where the value is null.</summary>
    public abstract void Write(ref WireWriter writer, object record);

    /// <summary>Reads the value into a record that nobody else has yet.</summary>
    public abstract void Read(ref MessagePackReader reader, object record);

    protected void WriteName(ref WireWriter writer) => writer.Pack.WriteString(_utf8);
}

/// <inheritdoc/>
internal sealed class Member<T>(PropertyInfo property, Form<T> form) : Member(CamelCase.Of(property.Name))
{
    // A record is a reference, whatever its class: one code for all.
    private readonly Func<object, T> _get = Unsafe.As<Func<object, T>>(property.GetMethod!.CreateDelegate(typeof(Func<,>).MakeGenericType(property.DeclaringType!, typeof(T))));
    private readonly Action<object, T>? _set = Unsafe.As<Action<object, T>?>(property.SetMethod?.CreateDelegate(typeof(Action<,>).MakeGenericType(property.DeclaringType!, typeof(T))));

    /// <summary>What is made when it is asked for, such as an avatar, is always written, and not made twice.</summary>
    public override bool IsSet(object record) => _set is null || _get(record) is not null;

    public override void Write(ref WireWriter writer, object record)
    {
        var value = _get(record);
        if (value is null && _set is not null)
            return;
        WriteName(ref writer);
        form.Write(ref writer, value);
    }

    public override void Read(ref MessagePackReader reader, object record)
    {
        if (_set is null || reader.IsNil)
        {
            reader.Skip();
            return;
        }

        try
        {
            _set(record, form.Read(ref reader));
        }
        catch (MalformedValueException fault)
        {
            throw fault.In(Name);
        }
    }
}
