namespace SessionShare.Cli.Homes;

/// <summary>The address of a person who never logged in.</summary>
internal static class EmailDefault
{
    public static string For(Home home) => For(home.IsDefault ? null : home.Folder, Environment.UserName, Environment.MachineName);

    /// <summary><c>user@machine</c>; for a home that is not the default one <c>user+FOLDERNAME@machine</c>.</summary>
    public static string For(string? homeFolder, string user, string machine)
    {
        var mailbox = Word(user, "user");
        var tag = homeFolder is null ? "" : Word(Path.GetFileName(Path.TrimEndingDirectorySeparator(homeFolder)), "home");
        return $"{mailbox}{(tag.Length > 0 ? "+" : "")}{tag}@{Word(machine, "localhost")}".ToLowerInvariant();
    }

    /// <summary>What may stand in an address; dots only inside.</summary>
    private static string Word(string text, string otherwise)
    {
        var word = new string([.. text.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-')]).Trim('.', '-');
        return word.Length > 0 ? word : otherwise;
    }
}
