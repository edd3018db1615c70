using System.Globalization;
using SessionShare.Cli.Access;
using SessionShare.Protocol;

namespace SessionShare.Cli.Administering;

/// <summary>What operators see, as a person reads it.</summary>
internal static class AdminText
{
    /// <summary>One line.</summary>
    public static string Of(LiveSession session, TimeProvider time) =>
        $"{session.Session}  {session.Sharer,-30}  {StateOf(session.State),-12}  {Moment(session.StartedAt, time)}  {Size(session.Bytes),9}  {session.Participants} in it";

    /// <summary>A line a fact.</summary>
    public static string Of(SessionDetails session, TimeProvider time)
    {
        var lines = new List<string>
        {
            $"session    {session.Session}",
            $"sharer     {session.Sharer}, {(session.Ended is { } ended ? $"ended: {ended.Text}" : StateOf(session.State))}",
            $"since      {Moment(session.StartedAt, time)}",
            $"sharer's   {session.Epoch} processes, {session.Attachment} connections so far",
            $"bytes      {Size(session.Bytes)}, {Size(session.HeldBytes)} of what came in not yet stored",
            $"storage    {(session.CommitSeconds is { } seconds ? $"{(seconds * 1000).ToString("0.0", CultureInfo.InvariantCulture)} ms a commit" : "no commit yet")}, {session.FailedWrites} writes failed",
            $"rules      {session.Rules} addresses; team: {Word(session.Team)}, link: {Word(session.Link)}",
        };
        if (session.HistoryEndsAt is { } end)
            lines.Add($"history    until {Moment(end, time)}");
        lines.AddRange(session.Participants.Select(participant => $"in it      {participant.Email ?? $"guest \"{participant.Name}\""}, {Word(participant.Role)}{(participant.Away ? ", away" : "")}"));
        return string.Join('\n', lines);
    }

    /// <summary>One line.</summary>
    public static string Of(KnownUser user) => $"{user.Email,-30}  {user.Name,-20}  {user.Plan,-9}  {user.SharesStarted} shared";

    private static string StateOf(SharerState state) => state == SharerState.Connected ? "sharing" : "reconnecting";

    private static string Word(Role role) => role == Role.None ? "off" : RoleWord.Of(role);

    private static string Moment(DateTimeOffset at, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(at, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes switch
    {
        < 10_000 => $"{bytes} B",
        < 10_000_000 => $"{bytes / 1000} kB",
        _ => $"{bytes / 1_000_000} MB",
    };
}
