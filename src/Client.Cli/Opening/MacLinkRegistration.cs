using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Joining;
using SessionShare.Protocol;

namespace SessionShare.Cli.Opening;

/// <summary>
/// What macOS needs to open our links: an application, for it hands links to nothing else. Ours is a script that passes the link on, made by the system's own programs. Untested on macOS itself.
/// <code>
/// osacompile    makes the application of the script
/// plutil        says in its Info.plist which links it takes, and that it has no window
/// codesign      signs it for this machine, since it was changed
/// lsregister    tells the desktop now, not at the next sign-in
/// </code>
/// </summary>
/// <param name="applications">The person's own.</param>
/// <param name="run">Runs a program with its arguments: whether it ended well.</param>
internal sealed class MacLinkRegistration(string applications, Func<string, IReadOnlyList<string>, bool> run) : ILinkRegistration
{
    private const string LaunchServices = "/System/Library/Frameworks/CoreServices.framework/Frameworks/LaunchServices.framework/Support/lsregister";

    public string Place => Path.Combine(applications, "SessionShare Links.app");

    private string Facts => Path.Combine(Place, "Contents", "Info.plist");

    public void Add(string program, OpenPlace place)
    {
        Directory.CreateDirectory(applications);
        Remove();
        Must("osacompile", "-o", Place, "-e", Script(program, place));
        Must("plutil", "-replace", "CFBundleIdentifier", "-string", "sessionshare.links", Facts);
        Must("plutil", "-replace", "CFBundleURLTypes", "-json", $$"""[{"CFBundleURLName":"SessionShare","CFBundleURLSchemes":["{{DesktopLink.Scheme}}"]}]""", Facts);
        Must("plutil", "-replace", "LSUIElement", "-bool", "true", Facts);
        Must("codesign", "--force", "--sign", "-", Place);
        Must(LaunchServices, "-f", Place);
    }

    public bool Remove()
    {
        if (!Directory.Exists(Place))
            return false;
        run(LaunchServices, ["-u", Place]);
        Directory.Delete(Place, recursive: true);
        return true;
    }

    /// <summary>Passes a link on, as one word whatever is in it.</summary>
    internal static string Script(string program, OpenPlace place)
    {
        var command = $"quoted form of {Text(program)} & \" open --in {OpenIn.Word(place)} \" & quoted form of theLink";
        return place == OpenPlace.Terminal
            ? $"on open location theLink\ntell application \"Terminal\"\nactivate\ndo script {command}\nend tell\nend open location"
            : $"on open location theLink\ndo shell script {command}\nend open location";
    }

    private static string Text(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private void Must(string program, params string[] arguments)
    {
        if (!run(program, arguments))
            throw new CliFailure(Reasons.Exit.Failed, $"{program} did not do its part, so links are not registered; sessionshare open LINK opens one.");
    }
}
