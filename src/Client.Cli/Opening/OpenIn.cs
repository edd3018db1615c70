using System.CommandLine;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;

namespace SessionShare.Cli.Opening;

/// <summary>`--in browser|terminal`: remembered for the next time.</summary>
internal static class OpenIn
{
    public static readonly Option<string?> Option = CommonOptions.Checked(
        "--in", "browser|terminal", "Where to open it, from now on. Default: as last time, at first the browser.", Parse);

    /// <summary>What is chosen now, or was last.</summary>
    public static OpenPlace Of(ParseResult parsed, Home home)
    {
        var config = home.ReadConfig();
        if (parsed.GetValue(Option) is not { } text)
            return config.OpenIn ?? OpenPlace.Browser;
        var place = text == Word(OpenPlace.Terminal) ? OpenPlace.Terminal : OpenPlace.Browser;
        if (config.OpenIn != place)
            home.Write(config with { OpenIn = place });
        return place;
    }

    /// <summary>As it is written behind `--in`.</summary>
    public static string Word(OpenPlace place) => place == OpenPlace.Terminal ? "terminal" : "browser";

    private static (string? Value, string? Fault) Parse(string text) =>
        text is "browser" or "terminal" ? (text, null) : (null, $"is '{text}'; it must be browser or terminal.");
}
