using SessionShare.Cli.Pty;
using SessionShare.Cli.Redacting;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>What `share` was asked for, checked.</summary>
/// <param name="Server">Null: not named.</param>
/// <param name="Allow">People let in.</param>
/// <param name="Link">Role of anyone with the link.</param>
/// <param name="Title">Null: made from the command.</param>
/// <param name="Columns">Of a headless terminal; null: 80.</param>
/// <param name="Rows">Of a headless terminal; null: 24.</param>
/// <param name="Yes">The first-share notice is agreed to.</param>
/// <param name="Json">Facts as JSON lines; the screen never goes to standard output's pipe.</param>
/// <param name="Prefix">Spelled as <see cref="PrefixKey.Parse"/> takes it.</param>
/// <param name="Command">Program and arguments; empty: the person's own shell.</param>
/// <param name="From">Where sharing of a shell that was not shared until now begins; null: not named.</param>
/// <param name="FollowEditors">The terminal is no larger than the smallest window of those who may type.</param>
/// <param name="Keep">How long the history is kept behind the end; null: not.</param>
/// <param name="Idle">What happens when nothing does; null: as the server has it.</param>
/// <param name="Resume">A session is gone on with; null: a new one begins.</param>
/// <param name="Team">Role of the sharer's team.</param>
/// <param name="For">How long these rules count; null: until changed. In <paramref name="Allow"/> it stands already.</param>
/// <param name="HasStatus">A line of ours stands at the bottom of the terminal.</param>
/// <param name="Approve">Others run nothing without the sharer's yes, and type only into a program that the sharer releases.</param>
/// <param name="Redact">Whether secrets are hidden from others; null: not chosen.</param>
/// <param name="Qr">The link is shown as a QR code, too.</param>
internal sealed record ShareArguments(
    IReadOnlyList<Uri>? Server,
    IReadOnlyList<EmailRule> Allow,
    Role Link,
    string? Title,
    int? Columns,
    int? Rows,
    bool Yes,
    bool Json,
    string? Prefix,
    IReadOnlyList<string> Command,
    StartPoint? From,
    bool FollowEditors,
    TimeSpan? Keep = null,
    IdleRule? Idle = null,
    ResumeChoice? Resume = null,
    Role Team = Role.None,
    TimeSpan? For = null,
    bool Approve = false,
    bool HasStatus = true,
    RedactChoice? Redact = null,
    bool Qr = false);
