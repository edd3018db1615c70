using System.Reflection;

namespace SessionShare.Protocol.Tests.Binary;

/// <summary>Values of the types that travel, made at random: each member is there or, where it may be, missing.</summary>
internal sealed class Samples(int seed)
{
    private static readonly string[] Texts = ["", "a", "grüße", "日本語", "🎉 \"quoted\" \\ \n", new string('x', 40), new string('y', 300)];

    private readonly NullabilityInfoContext _nulls = new();
    private readonly Random _random = new(seed);

    /// <summary>What hubs take and answer.</summary>
    public static IReadOnlyList<Type> Messages { get; } =
    [
        typeof(ShareRequest), typeof(ShareReply), typeof(AppendRequest), typeof(ControlRequest), typeof(ControlItem), typeof(EndRequest), typeof(EndReply), typeof(RunAnswer),
        typeof(JoinRequest), typeof(JoinReply), typeof(AskRequest), typeof(AskItem), typeof(WatchRequest), typeof(WatchItem), typeof(TypeRequest), typeof(TypeReply),
        typeof(ResizeRequest), typeof(ResizeReply), typeof(RoleRequest), typeof(RoleReply), typeof(PresenceState), typeof(PresenceReply), typeof(EditDraftRequest),
        typeof(EditDraftReply), typeof(ReadDraftRequest), typeof(ReadDraftReply), typeof(RunRequest), typeof(RunReply), typeof(BlocksRequest), typeof(BlocksReply),
        typeof(FramesRequest), typeof(FramesReply), typeof(MeRequest), typeof(MeItem),
    ];

    public object Of(Type type)
    {
        if (type == typeof(string))
            return Texts[_random.Next(Texts.Length)];
        if (type == typeof(bool))
            return _random.Next(2) == 0;
        if (type == typeof(int))
            return (int)Whole(int.MaxValue);
        if (type == typeof(long))
            return Whole(1L << 53);
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2026, 11, 27, _random.Next(24), 0, 0, TimeSpan.FromMinutes(_random.Next(-3, 4) * 30)).AddTicks(_random.Next(3) * 1234567L);
        if (type == typeof(SessionId))
            return SessionId.Of(Bytes(16));
        if (type == typeof(ReadOnlyMemory<byte>))
            return (ReadOnlyMemory<byte>)Bytes(_random.Next(4) * 100);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(_random.Next(Enum.GetValues(type).Length))!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return List(type.GenericTypeArguments[0]);
        return Record(type);
    }

    private object? Maybe(Type type, bool mayMiss) => mayMiss && _random.Next(3) == 0 ? null : Of(Nullable.GetUnderlyingType(type) ?? type);

    private long Whole(long most) => _random.Next(4) switch
    {
        0 => _random.Next(200) - 50,
        1 => _random.Next(-40_000, 70_000),
        2 => _random.NextInt64(most),
        _ => -_random.NextInt64(most),
    };

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private Array List(Type of)
    {
        var list = Array.CreateInstance(of, _random.Next(4));
        for (var i = 0; i < list.Length; i++)
            list.SetValue(Of(of), i);
        return list;
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!;
        var record = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Maybe(parameter.ParameterType, _nulls.Create(parameter).WriteState == NullabilityState.Nullable))]);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && constructor.GetParameters().Length == 0))
            property.SetValue(record, Maybe(property.PropertyType, mayMiss: true));
        return record;
    }
}
