using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sharing;

/// <summary>Reads the values of `share`'s options: the value, or what is wrong and what would be right, to be read behind the option's name.</summary>
internal static class ShareOption
{
    /// <summary>Whether a line of ours stands at the bottom of the terminal.</summary>
    public static readonly Option<string?> StatusLine = CommonOptions.Checked<string?>(
        "--status",
        "line|title",
        "Where the state stands: in the terminal's last row and its title (default), or in its title alone.",
        text => text is "line" or "title" ? (text, null) : (null, $"is '{text}'; it must be line (the terminal's last row, and its title) or title."));

    /// <summary>EMAIL[:view|edit|manage].</summary>
    public static (EmailRule? Value, string? Fault) Allow(string text)
    {
        var colon = text.LastIndexOf(':');
        var email = colon < 0 ? text : text[..colon];
        Role? role = colon < 0 ? Protocol.Role.View : text[(colon + 1)..] switch { "view" => Protocol.Role.View, "edit" => Protocol.Role.Edit, "manage" => Protocol.Role.Manage, _ => null };
        if (role is null)
            return (null, $"'{text}' ends in '{text[(colon + 1)..]}'; the role behind the colon is view, edit or manage, as in ana@example.com:edit.");
        return IsEmail(email)
            ? (new EmailRule(email, role.Value), null)
            : (null, $"'{text}' is no e-mail address; it must be like ana@example.com or ana@example.com:edit.");
    }

    public static (Role Value, string? Fault) Link(string text) => text switch
    {
        "view" => (Protocol.Role.View, null),
        "edit" => (Protocol.Role.Edit, null),
        "none" => (Protocol.Role.None, null),
        _ => (Protocol.Role.None, $"is '{text}'; it must be view or edit (what anyone with the link may do), or none."),
    };

    /// <summary>An e-mail address.</summary>
    public static (string? Value, string? Fault) Email(string text) => IsEmail(text)
        ? (text, null)
        : (null, $"'{text}' is no e-mail address; it must be like ana@example.com.");

    /// <summary>The role of many: view, edit, with <paramref name="highest"/> manage, or off.</summary>
    public static (Role? Value, string? Fault) Role(string text, Role highest) => text switch
    {
        "view" => (Protocol.Role.View, null),
        "edit" => (Protocol.Role.Edit, null),
        "manage" when highest == Protocol.Role.Manage => (Protocol.Role.Manage, null),
        "off" => (Protocol.Role.None, null),
        _ => (null, $"'{text}' is no role here; it must be view, edit{(highest == Protocol.Role.Manage ? ", manage" : "")} or off."),
    };

    public static (Role Value, string? Fault) Team(string text) => text switch
    {
        "view" => (Protocol.Role.View, null),
        "edit" => (Protocol.Role.Edit, null),
        "manage" => (Protocol.Role.Manage, null),
        _ => (Protocol.Role.None, $"is '{text}'; it must be view, edit or manage (what everyone of your team may do)."),
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

    /// <summary>Whether the state stands in the terminal's last row, too.</summary>
    public static bool HasStatusLine(ParseResult parsed) => parsed.GetValue(StatusLine) != "title";

    private static bool IsEmail(string text) =>
        text.IndexOf('@') is var at and > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is ',' or ';');
}
