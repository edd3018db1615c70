using Microsoft.AspNetCore.SignalR;

namespace SessionShare.Protocol.Tests.Binary;

/// <summary>What the two ends of a connection know of each other: which types a method takes, and what is under way.</summary>
internal sealed class Calls : IInvocationBinder
{
    private readonly Dictionary<string, Type> _answers = [];

    /// <summary>Somebody waits for items, or an answer, of this type under this id.</summary>
    public Calls Expecting(string id, Type type)
    {
        _answers[id] = type;
        return this;
    }

    public IReadOnlyList<Type> GetParameterTypes(string methodName) => methodName switch
    {
        "Append" => [typeof(AppendRequest)],
        "Type" => [typeof(TypeRequest)],
        "Watch" => [typeof(WatchRequest)],
        "Seen" => [typeof(long)],
        "HoldTyping" => [typeof(bool)],
        "Leave" => [],
        _ => throw new HubException("Method does not exist."),
    };

    public Type GetReturnType(string invocationId) => _answers.TryGetValue(invocationId, out var type) ? type : throw new InvalidOperationException("Nobody waits for it.");

    public Type GetStreamItemType(string streamId) => _answers.TryGetValue(streamId, out var type) ? type : throw new KeyNotFoundException("Nobody reads it.");
}
