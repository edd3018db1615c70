using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Servers;

/// <summary>Which server a command talks to: the option's, else SESSIONSHARE_SERVER's, else the configured one, else the home's embedded one.</summary>
/// <param name="Named">Addresses of one cluster; null: the embedded server.</param>
internal sealed record ServerChoice(IReadOnlyList<Uri>? Named)
{
    public bool IsEmbedded => Named is null;

    /// <exception cref="CliFailure">The environment or the configuration names no server rightly.</exception>
    public static ServerChoice Of(IReadOnlyList<Uri>? option, Surroundings surroundings) =>
        new(option
            ?? Read(ServerUrls.Variable, surroundings.Variable(ServerUrls.Variable))
            ?? Read($"'server' in {surroundings.Home.Folder}/config.json", surroundings.Home.ReadConfig().Server));

    /// <summary>Whether an address is one of these.</summary>
    public bool Names(Uri server) => Named?.Contains(server) ?? false;

    private static IReadOnlyList<Uri>? Read(string source, string? text)
    {
        if (text is null)
            return null;
        var (servers, fault) = ServerUrls.Parse(text);
        return fault is null ? servers : throw new CliFailure(Reasons.Exit.Usage, $"{source} {fault}");
    }
}
