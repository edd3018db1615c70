using SessionShare.Cli.Pty;
using SessionShare.Cli.Redacting;

namespace SessionShare.Cli.UnsharedShell;

/// <summary>What `shell` was asked for, checked.</summary>
/// <param name="Keep">Bytes of output kept at most.</param>
/// <param name="Server">The server that shares of this shell use unless they name another one; null: not named.</param>
/// <param name="Prefix">Spelled as <see cref="PrefixKey.Parse"/> takes it.</param>
/// <param name="HasStatus">A line of ours stands at the bottom of the terminal.</param>
/// <param name="Redact">Whether secrets are hidden from others, and from what is kept; null: not chosen.</param>
internal sealed record ShellArguments(long Keep, IReadOnlyList<Uri>? Server, string? Prefix, bool HasStatus, RedactChoice? Redact = null);
