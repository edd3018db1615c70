using System.Text.Json.Serialization;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.Channel;

/// <summary>What a command inside a shell asks of the process around the shell: one JSON object a line, each answered by one.</summary>
/// <param name="Key">From the environment: only what runs in the shell has it.</param>
/// <param name="Ask">What for.</param>
/// <param name="Share">With <see cref="ShellAsk.Choices"/> and <see cref="ShellAsk.Share"/>: how.</param>
internal sealed record ShellRequest(string Key, ShellAsk Ask, ShareAsk? Share = null);

[JsonConverter(typeof(JsonStringEnumConverter<ShellAsk>))]
internal enum ShellAsk
{
    /// <summary>Whether this shell is shared, and how; and the key of this connection's passages.</summary>
    State,

    /// <summary>Where sharing could begin.</summary>
    Choices,

    /// <summary>Share this shell.</summary>
    Share,

    /// <summary>The shell's blocks.</summary>
    Blocks,

    /// <summary>Whether the sharer alone can have typed the command that runs; refused where not.</summary>
    OwnHand,
}

/// <summary>How to share the shell.</summary>
/// <param name="From">As `--from` takes it; null only where choices are asked for.</param>
/// <param name="Servers">Named by the command; null: as the process around the shell chooses.</param>
/// <param name="Token">A bearer token that the command's own environment holds; it goes to <paramref name="Servers"/> only.</param>
/// <param name="Allow">People let in.</param>
/// <param name="Link">Role of anyone with the link.</param>
/// <param name="Title">Null: made from user and machine.</param>
/// <param name="FollowEditors">The shell's terminal takes the smallest size of those who may type.</param>
/// <param name="Keep">How long the history is kept behind the end; null: not.</param>
/// <param name="Idle">What happens when nothing does; null: as the server has it.</param>
/// <param name="Team">Role of the sharer's team.</param>
/// <param name="For">How long the link's and the team's rule count; null: until changed.</param>
/// <param name="Approve">Others run nothing without the sharer's yes, and type only into a program that the sharer releases.</param>
internal sealed record ShareAsk(
    string? From,
    IReadOnlyList<Uri>? Servers,
    string? Token,
    IReadOnlyList<EmailRule> Allow,
    Role Link,
    string? Title,
    bool FollowEditors,
    TimeSpan? Keep = null,
    IdleRule? Idle = null,
    Role Team = Role.None,
    TimeSpan? For = null,
    bool Approve = false);

/// <summary>An answer: what was asked for, or <paramref name="Fault"/>.</summary>
internal sealed record ShellReply(
    ShellState? State = null, IReadOnlyList<StartChoice>? Choices = null, IReadOnlyList<BlockLine>? Blocks = null, ShellFault? Fault = null)
{
    public static ShellReply Refuse(int exitCode, string text, Reason? reason = null) => new(Fault: new(exitCode, text, reason));
}

/// <summary>Why something was not done.</summary>
/// <param name="ExitCode">What the command ends with.</param>
/// <param name="Text">The sentence for the person.</param>
/// <param name="Reason">The server's, where one refused.</param>
internal sealed record ShellFault(int ExitCode, string Text, Reason? Reason);

/// <summary>How a shell stands.</summary>
/// <param name="Shareable">Unshared until it is shared; false: it was shared from its first byte, by `share`.</param>
/// <param name="Passage">Key of the passages that this connection's command may mark in its output.</param>
/// <param name="Session">Null: not shared.</param>
/// <param name="Link">With its secret.</param>
/// <param name="Allow">Who is let in by name.</param>
/// <param name="Anyone">What anyone with the link may do.</param>
/// <param name="PrefixKey">Its name; null where nobody types.</param>
/// <param name="Servers">The server that the shell was started with; null: the home's own.</param>
/// <param name="Keep">How long its history is kept behind the end; null: not.</param>
/// <param name="Idle">What happens when nothing does; null: as the server has it.</param>
/// <param name="Resumed">It goes on with an earlier process's session, so that nobody here knows who is let in.</param>
internal sealed record ShellState(
    bool Shareable,
    string Passage,
    SessionId? Session,
    string? Link,
    IReadOnlyList<EmailRule> Allow,
    Role Anyone,
    string? PrefixKey,
    IReadOnlyList<Uri>? Servers,
    TimeSpan? Keep = null,
    IdleRule? Idle = null,
    bool Resumed = false);

/// <summary>A block as `sessionshare blocks --json` writes it.</summary>
/// <param name="Block">Its number in this shell.</param>
/// <param name="Command">Null: the shell could not tell.</param>
/// <param name="ExitCode">Null: it runs, or nobody knows.</param>
/// <param name="DurationSeconds">Null: it runs.</param>
/// <param name="Bytes">Bytes of its output.</param>
/// <param name="AgeSeconds">Since it began.</param>
/// <param name="Running">It runs.</param>
/// <param name="Held">`whole`, `tail` (its head was dropped) or `nothing`; null in a shell that keeps no output.</param>
/// <param name="SharedAs">Its number in the session; null: it is not shared.</param>
/// <param name="RanBy">Who of the others started it; null: the sharer.</param>
internal sealed record BlockLine(
    int Block,
    string? Command,
    string? Directory,
    int? ExitCode,
    double? DurationSeconds,
    long Bytes,
    long AgeSeconds,
    bool Running,
    string? Held,
    int? SharedAs,
    Person? RanBy = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ShellRequest))]
[JsonSerializable(typeof(ShellReply))]
internal sealed partial class ShellJson : JsonSerializerContext;
