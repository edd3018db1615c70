using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Embedded;
using SessionShare.Cli.Homes;
using SessionShare.Protocol;

namespace SessionShare.Cli.Serving;

/// <summary>`sessionshare serve`: becomes the server's program, with the home as the place of its data.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Url = new("--url") { HelpName = "URL", Description = "Where to listen, http://IP:PORT, or https with --set Gateway:CertificateFile=FILE. Default: a free port of this machine." };
    private static readonly Option<string?> Data = new("--data") { HelpName = "DIR", Description = "Folder of its data. Default: serve/ in the home folder." };
    private static readonly Option<string?> PublicUrl = new("--public-url") { HelpName = "URL", Description = "The address that people reach it under, for links." };
    private static readonly Option<string[]> Set = new("--set") { HelpName = "Section:Name=value", Description = "Any option of the server. May be given several times." };

    public static Command Create(Surroundings surroundings) =>
        new Command("serve", "Run a server in the foreground.") { Url, Data, PublicUrl, Set }
            .Does(surroundings, (parsed, interruption) =>
            {
                var program = GatewayProgram.Find(surroundings);
                var data = parsed.GetValue(Data) ?? Path.Combine(surroundings.Home.Folder, "serve");
                CreateFolder(data);
                interruption.Dispose();
                return Task.FromResult<int>(Become([.. program, .. Arguments(parsed, Path.GetFullPath(data))]));
            });

    private static void CreateFolder(string data)
    {
        try
        {
            PrivateFile.CreateFolder(data);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliFailure(Reasons.Exit.Failed, $"The data folder {Path.GetFullPath(data)} can't be made: {fault.Message.TrimEnd('.')}. Name another with --data.");
        }
    }

    private static List<string> Arguments(ParseResult parsed, string data)
    {
        List<string> arguments = ["--data", data];
        foreach (var (name, value) in new[] { ("--url", parsed.GetValue(Url)), ("--public-url", parsed.GetValue(PublicUrl)) })
        {
            if (value is not null)
                arguments.AddRange([name, value]);
        }
        foreach (var setting in parsed.GetValue(Set) ?? [])
            arguments.AddRange(["--set", setting]);
        return arguments;
    }

    /// <summary>No process of ours stands between the person, or whoever supervises it, and the server: signals and exit code are its own.</summary>
    private static int Become(IReadOnlyList<string> words) =>
        throw new CliFailure(Reasons.Exit.CannotRun, $"{words[0]} can't be started: {ProgramImage.Replace(words)}.");
}
