using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>Reads the values of `share`'s options: the value, or what is wrong and what would be right, to be read behind the option's name.</summary>
internal static class ShareOption
{
    /// <summary>EMAIL[:view|edit].</summary>
    public static (EmailRule? Value, string? Fault) Allow(string text)
    {
        var colon = text.LastIndexOf(':');
        var email = colon < 0 ? text : text[..colon];
        Role? role = colon < 0 ? Role.View : text[(colon + 1)..] switch { "view" => Role.View, "edit" => Role.Edit, _ => null };
        if (role is null)
            return (null, $"'{text}' ends in '{text[(colon + 1)..]}'; the role behind the colon is view or edit, as in ana@example.com:edit.");
        return IsEmail(email)
            ? (new EmailRule(email, role.Value), null)
            : (null, $"'{text}' is no e-mail address; it must be like ana@example.com or ana@example.com:edit.");
    }

    public static (Role Value, string? Fault) Link(string text) => text switch
    {
        "view" => (Role.View, null),
        "edit" => (Role.Edit, null),
        "none" => (Role.None, null),
        _ => (Role.None, $"is '{text}'; it must be view or edit (what anyone with the link may do), or none."),
    };

    public static (string? Value, string? Fault) Title(string text) => text.Length <= WireLimits.TitleLength
        ? (text, null)
        : (null, $"has {text.Length} characters; a title has at most {WireLimits.TitleLength}.");

    public static (SizeRule Value, string? Fault) Size(string text) => text switch
    {
        "mine" => (SizeRule.Mine, null),
        "follow-editors" => (SizeRule.FollowEditors, null),
        _ => (SizeRule.Mine, $"is '{text}'; it must be mine (this window's size), or follow-editors (no larger than the smallest window of those who may type)."),
    };

    public static (int? Value, string? Fault) Cells(string text) => int.TryParse(text, out var cells) && cells is > 0 and <= TerminalSize.Max
        ? (cells, null)
        : (null, $"is '{text}'; it must be a number from 1 to {TerminalSize.Max}.");

    public static (string? Value, string? Fault) Prefix(string text) => Pty.PrefixKey.Parse(text, out var fault) is null ? (null, $"{fault}") : (text, null);

    private static bool IsEmail(string text) =>
        text.IndexOf('@') is var at and > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is ',' or ';');
}
