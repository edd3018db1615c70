using System.Globalization;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Auditing;

/// <summary>An entry of the audit as a person reads it: one line, by this machine's clock.</summary>
internal static class AuditText
{
    /// <summary>When, where, who, what.</summary>
    public static string Of(AuditEntry entry, TimeProvider time)
    {
        var at = TimeZoneInfo.ConvertTime(entry.At, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var from = entry.Address is { } address ? $" from {address}" : "";
        return Printable.Text($"{at}  {entry.Session ?? "-",-22}  {Name(entry.Actor) ?? "-"}{from}: {What(entry)}");
    }

    private static string What(AuditEntry entry) => entry.Kind switch
    {
        AuditKind.SignedIn => "signed in",
        AuditKind.SignInRefused => $"was not signed in ({Why(entry)})",
        AuditKind.Invited => $"invited {Name(entry.Whom)} to sign in",
        AuditKind.AuditRead => $"read the audit of {entry.Text}",
        AuditKind.Shared => $"shared \"{entry.Text}\"",
        AuditKind.SharedOn => $"went on sharing \"{entry.Text}\" from another process",
        AuditKind.ShareRefused => $"was not let share ({Why(entry)})",
        AuditKind.Joined => $"came in, may {Word(entry.Role)}",
        AuditKind.JoinRefused => $"was not let in ({Why(entry)})",
        AuditKind.Left => "is gone",
        AuditKind.AccessAsked => $"asked to be let in, to {Word(entry.Role)}",
        AuditKind.RoleAsked => $"asked to {Word(entry.Role)}",
        AuditKind.RequestCancelled => $"asks no more to {Word(entry.Role)}",
        AuditKind.Granted => $"let {Name(entry.Whom)} {Word(entry.Role)}{Until(entry)}",
        AuditKind.RequestRefused => $"said no to {Name(entry.Whom)}",
        AuditKind.HandedBack => "handed the right to edit back",
        AuditKind.Allowed => $"allowed {Name(entry.Whom)} to {Word(entry.Role)}{Until(entry)}",
        AuditKind.TeamRule => $"set the team's rule to {Word(entry.Role)}{Until(entry)}",
        AuditKind.LinkRule => $"set the link's rule to {Word(entry.Role)}{Until(entry)}",
        AuditKind.Revoked => $"took edit from {Name(entry.Whom)}",
        AuditKind.RevokedAll => "took edit from everyone else",
        AuditKind.Removed => $"removed {Name(entry.Whom)}",
        AuditKind.RuleEnded => $"the time of the rule for {Name(entry.Whom) ?? $"the {entry.Text}"} ({Word(entry.Role)}) was over",
        AuditKind.EditLapsed => "the others' right to edit lapsed",
        AuditKind.Typed => entry.Block is not { } block ? "typed" : entry.AtPrompt == true ? $"typed at the prompt behind block {block}" : $"typed in block {block}",
        AuditKind.Ran => $"ran block {entry.Block}{(entry.Command is { } command ? $": {command}" : "")}{Hands(entry)}",
        AuditKind.Ended => $"the session ended ({Why(entry)})",
        AuditKind.Deleted => "deleted the session",
        AuditKind.Administered => $"as operator: {entry.Text}{(Name(entry.Whom) is { } whom ? $" {whom}" : "")}",
        AuditKind.Lost => $"{entry.Count} entries were lost from here on",
        _ => entry.Kind.ToString(),
    };

    private static string Hands(AuditEntry entry)
    {
        var (runner, typists) = (Name(entry.RanBy), string.Join(", ", (entry.TypedBy ?? []).Select(Name)));
        return (runner, typists.Length > 0) switch
        {
            (null, false) => "",
            (null, true) => $" (typed at its prompt: {typists})",
            ({ }, false) => $" (started by {runner})",
            ({ }, true) => $" (started by {runner}; typed at its prompt: {typists})",
        };
    }

    private static string? Name(AuditPerson? person) => person switch
    {
        null => null,
        { Email: { } email } => email,
        { Name: { } name, Guest: true } => $"guest \"{name}\"",
        { Name: { } pseudonym } => pseudonym,
        _ => "a guest",
    };

    private static string Why(AuditEntry entry) => entry.Reason is { } reason ? char.ToLowerInvariant($"{reason}"[0]) + $"{reason}"[1..] : "?";

    private static string Word(Role? role) => role switch
    {
        Role.View => "view",
        Role.Edit => "edit",
        Role.Manage => "manage",
        _ => "nothing",
    };

    private static string Until(AuditEntry entry) => entry.Until is { } until ? $" until {until.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC" : "";
}
