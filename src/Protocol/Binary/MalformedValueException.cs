using MessagePack;

namespace SessionShare.Protocol.Binary;

/// <summary>A value of a message is not what belongs there. The message is a sentence for who wrote the other side, and quotes nothing of what came.</summary>
public sealed class MalformedValueException : Exception
{
    private readonly string _member;
    private readonly string _fault;

    internal MalformedValueException(string fault, Exception? cause = null)
        : this("", fault, cause)
    {
    }

    private MalformedValueException(string member, string fault, Exception? cause)
        : base($"{(member.Length == 0 ? "The value" : $"'{member}'")} {fault}.", cause) =>
        (_member, _fault) = (member, fault);

    internal static MalformedValueException Wanted(string wanted, MessagePackType found) => new($"must be {wanted}, and is {NameOf(found)}");

    /// <summary>The same, seen from the map that has the value as its member.</summary>
    internal MalformedValueException In(string member) => new(_member.Length == 0 ? member : $"{member}.{_member}", _fault, this);

    private static string NameOf(MessagePackType type) => type switch
    {
        MessagePackType.Integer => "a whole number",
        MessagePackType.Nil => "nil",
        MessagePackType.Boolean => "true or false",
        MessagePackType.Float => "a floating-point number",
        MessagePackType.String => "text",
        MessagePackType.Binary => "bytes",
        MessagePackType.Array => "a list",
        MessagePackType.Map => "a map",
        MessagePackType.Extension => "an extension",
        _ => "no MessagePack",
    };
}
