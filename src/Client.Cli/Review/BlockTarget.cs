using System.CommandLine;
using System.Globalization;
using SessionShare.Cli.Joining;

namespace SessionShare.Cli.Review;

/// <summary>One block as a person names it: <c>ID:12</c>, <c>LINK:12</c>, or a link to it, which the page copies (<c>#k=SECRET&amp;block=12</c>).</summary>
internal sealed record BlockTarget(SessionTarget Session, int Block)
{
    private const string InLink = "block=";

    /// <summary>`LINK|ID:BLOCK` on a command line.</summary>
    public static Argument<BlockTarget> Argument() => new("LINK|ID:BLOCK")
    {
        Description = "The session's link or id, a colon, and the block's number; or a link to the block.",
        CustomParser = result =>
        {
            var (target, fault) = Parse(result.Tokens[0].Value);
            if (fault is not null)
                result.AddError(fault);
            return target!;
        },
    };

    /// <summary>The target, or what is wrong and what would be right.</summary>
    public static (BlockTarget? Target, string? Fault) Parse(string text)
    {
        var (session, number) = Split(text);
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var block) || block < 1)
            return (null, $"'{text}' names no block; it must be a session's link or id with a colon and the block's number behind it, such as ID:12. sessionshare blocks ID lists them.");
        var (target, fault) = SessionTarget.Parse(session);
        return target is null ? (null, fault) : (new BlockTarget(target, block), null);
    }

    private static (string Session, string Number) Split(string text)
    {
        var fragment = text.IndexOf('#');
        if (fragment >= 0 && text[(fragment + 1)..].Split('&').FirstOrDefault(part => part.StartsWith(InLink, StringComparison.Ordinal)) is { } part)
            return (text, part[InLink.Length..]);
        var colon = text.LastIndexOf(':');
        return colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
    }
}
