using System.Reflection;
using MessagePack;

namespace SessionShare.Protocol.Binary;

/// <summary>How the values of one type are written in MessagePack, and read: docs/protocol.md, section 1a.</summary>
internal abstract class Form
{
    /// <summary>As <see cref="Form{T}.Write"/>, for who knows the type only at run time.</summary>
    public abstract void WriteObject(ref WireWriter writer, object value);

    /// <summary>As <see cref="Form{T}.Read"/>.</summary>
    public abstract object? ReadObject(ref MessagePackReader reader);

    /// <summary>A property of a record whose values have this form.</summary>
    public abstract Member MemberOf(PropertyInfo property);
}

/// <inheritdoc/>
internal abstract class Form<T> : Form
{
    /// <summary>Writes a value, <c>nil</c> for null.</summary>
    public abstract void Write(ref WireWriter writer, T value);

    /// <summary>Reads a value.</summary>
    /// <exception cref="MalformedValueException">Something else stands there.</exception>
    public abstract T Read(ref MessagePackReader reader);

    public sealed override void WriteObject(ref WireWriter writer, object value) => Write(ref writer, (T)value);

    public sealed override object? ReadObject(ref MessagePackReader reader) => Read(ref reader);

    public sealed override Member MemberOf(PropertyInfo property) => new Member<T>(property, this);
}
