using SessionShare.Cli.Joining;

namespace SessionShare.Cli.Opening;

/// <summary>
/// What XDG desktops need to open our links: an entry of an application that takes them, and that it is the one for them. Only files of this person are written.
/// <code>
/// $XDG_DATA_HOME/applications/sessionshare-links.desktop      the application; not shown in menus
/// $XDG_CONFIG_HOME/mimeapps.list                              [Default Applications] x-scheme-handler/sessionshare=...
/// </code>
/// </summary>
internal sealed class LinkRegistration(IReadOnlyDictionary<string, string> variables) : ILinkRegistration
{
    private const string EntryName = "sessionshare-links.desktop";
    private const string Type = $"x-scheme-handler/{DesktopLink.Scheme}";
    private const string Group = "[Default Applications]";

    public string Place => Path.Combine(Folder("XDG_DATA_HOME", ".local/share"), "applications", EntryName);

    private string DefaultsFile => Path.Combine(Folder("XDG_CONFIG_HOME", ".config"), "mimeapps.list");

    /// <summary>Where the program stays: behind a checkout's `current`, for the folder that this points to is replaced by each build.</summary>
    public static string Program(string running)
    {
        var folder = Path.GetDirectoryName(running)!;
        var current = Path.Combine(Path.GetDirectoryName(folder) ?? folder, "current");
        return Directory.Exists(current) && Directory.ResolveLinkTarget(current, returnFinalTarget: true)?.FullName == folder ? Path.Combine(current, Path.GetFileName(running)) : running;
    }

    /// <summary>Registers a program, or registers it anew.</summary>
    public void Add(string program, OpenPlace place)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!);
        File.WriteAllText(Place, Entry(program, place));
        Directory.CreateDirectory(Path.GetDirectoryName(DefaultsFile)!);
        WriteDefaults([.. Defaults(), $"{Type}={EntryName}"]);
    }

    /// <returns>Whether there was something.</returns>
    public bool Remove()
    {
        var was = File.Exists(Place);
        File.Delete(Place);
        if (File.Exists(DefaultsFile))
            WriteDefaults(Defaults());
        return was;
    }

    internal static string Entry(string program, OpenPlace place) =>
        $"""
        [Desktop Entry]
        Type=Application
        Name=SessionShare
        Comment=Opens links to shared terminals
        Exec={Quoted(program)} open --in {OpenIn.Word(place)} %u
        Terminal={(place == OpenPlace.Terminal ? "true" : "false")}
        NoDisplay=true
        MimeType={Type};

        """;

    /// <summary>As the Desktop Entry Specification has it: in double quotes; then each backslash twice, as in every string.</summary>
    private static string Quoted(string program) =>
        '"' + string.Concat(program.Select(character => character switch
        {
            '"' or '`' or '$' => $@"\\{character}",
            '\\' => @"\\\\",
            '%' => "%%",
            _ => character.ToString(),
        })) + '"';

    /// <summary>The defaults' lines without ours, with their group behind all others.</summary>
    private List<string> Defaults()
    {
        var lines = File.Exists(DefaultsFile) ? File.ReadAllLines(DefaultsFile).ToList() : [];
        lines.RemoveAll(line => line.StartsWith($"{Type}=", StringComparison.Ordinal));
        var at = lines.IndexOf(Group);
        var group = at < 0 ? [] : lines[at..].Skip(1).TakeWhile(line => !line.StartsWith('[')).ToList();
        if (at >= 0)
            lines.RemoveRange(at, group.Count + 1);
        return [.. lines, Group, .. group.Where(line => line.Length > 0)];
    }

    /// <summary>At once or not at all: it is the person's.</summary>
    private void WriteDefaults(IReadOnlyList<string> lines)
    {
        var unfinished = $"{DefaultsFile}.{Environment.ProcessId}";
        File.WriteAllLines(unfinished, lines);
        File.Move(unfinished, DefaultsFile, overwrite: true);
    }

    private string Folder(string variable, string usual) =>
        variables.GetValueOrDefault(variable) is { Length: > 0 } folder && Path.IsPathRooted(folder)
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), usual);
}
