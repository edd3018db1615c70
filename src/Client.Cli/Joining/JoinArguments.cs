using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Joining;

/// <summary>What `join` was asked for, checked.</summary>
/// <param name="Target">Which session.</param>
/// <param name="Server">Null: not named.</param>
/// <param name="Raw">Output bytes to standard output, as a recorder.</param>
/// <param name="Type">With <paramref name="Raw"/>: standard input goes into the session.</param>
/// <param name="From">Where to start; null: everything with <paramref name="Raw"/>, else the screen of now with some of what came before.</param>
/// <param name="Name">A guest's name.</param>
/// <param name="Ask">What to ask for where there is no access; null: ask the person whether to ask.</param>
/// <param name="Prefix">Spelled as <see cref="Pty.PrefixKey.Parse"/> takes it.</param>
/// <param name="HasStatus">A line of ours stands at the bottom of the terminal.</param>
internal sealed record JoinArguments(SessionTarget Target, IReadOnlyList<Uri>? Server, bool Raw, bool Type, WatchFrom? From, string? Name, string? Prefix, Role? Ask = null, bool HasStatus = true);
