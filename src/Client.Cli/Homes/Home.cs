using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Homes;

/// <summary>
/// The folder of one person's configuration and identity: <c>SESSIONSHARE_HOME</c>, or <c>~/.sessionshare</c>. Two homes are two people.
/// <code>
/// config.json      the default server; servers whose first-share notice was given
/// identity.json    who to be, and the sign-in at each server (0600)
/// renewing.lock    held while a sign-in is renewed
/// redact.txt       the person's own patterns of secrets
/// detached/        what shares without a terminal wrote: share --detach
/// shares/          a file for each share that has not ended, so that it can be gone on with
/// server/          the embedded server: data/, state.json, address, in-use.lock, start.lock, server.log
/// </code>
/// </summary>
internal sealed class Home
{
    public const string Variable = "SESSIONSHARE_HOME";

    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private Home(string folder, bool isDefault) => (Folder, IsDefault) = (folder, isDefault);

    public string Folder { get; }

    /// <summary>No other one was asked for.</summary>
    public bool IsDefault { get; }

    public string ServerFolder => Path.Combine(Folder, "server");

    /// <summary>Its shares that have not ended.</summary>
    public ShareMemory Shares => new(Path.Combine(Folder, "shares"));

    /// <summary>The person's own patterns of secrets, one a line; there need be none.</summary>
    public string RedactFile => Path.Combine(Folder, "redact.txt");

    /// <summary>Logs of shares without a terminal; not made here.</summary>
    public string DetachedFolder => Path.Combine(Folder, "detached");

    private string ConfigFile => Path.Combine(Folder, "config.json");

    private string IdentityFile => Path.Combine(Folder, "identity.json");

    /// <summary>The home that the environment names; made where there is none.</summary>
    /// <exception cref="CliFailure">It can't be made, or others may write it.</exception>
    public static Home Open(IReadOnlyDictionary<string, string> variables)
    {
        var asked = variables.GetValueOrDefault(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
        var usual = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".sessionshare");
        var home = new Home(asked ?? usual, asked is null || asked == usual);
        try
        {
            PrivateFile.CreateFolder(home.Folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliFailure(Reasons.Exit.Failed, $"The home folder {home.Folder} can't be made: {fault.Message} {Variable} names another one.");
        }
        return IsWritableByOthers(home.Folder)
            ? throw new CliFailure(Reasons.Exit.Failed, $"The home folder {home.Folder} can be written by other users; chmod 700 it, or name another one with {Variable}.")
            : home;
    }

    /// <summary>Held while a sign-in is renewed: of two processes that used the same refresh token, one would end the sign-in.</summary>
    public string RenewingLock => Path.Combine(Folder, "renewing.lock");

    public Config ReadConfig() => Read(ConfigFile, HomeJson.Default.Config) ?? new Config();

    public void Write(Config config) => PrivateFile.Write(ConfigFile, JsonSerializer.Serialize(config, HomeJson.Default.Config));

    public Identity ReadIdentity() => Read(IdentityFile, HomeJson.Default.Identity) ?? new Identity();

    public void Write(Identity identity) => PrivateFile.Write(IdentityFile, JsonSerializer.Serialize(identity, HomeJson.Default.Identity));

    private static T? Read<T>(string path, JsonTypeInfo<T> form)
        where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllText(path), form) : null;
        }
        catch (JsonException)
        {
            throw new CliFailure(Reasons.Exit.Failed, $"{path} can't be understood; repair it or delete it.");
        }
    }

    private static bool IsWritableByOthers(string folder) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & WritableByOthers) != 0;
}
