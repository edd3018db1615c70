using System.CommandLine;
using System.CommandLine.Parsing;
using SessionShare.Cli.Servers;

namespace SessionShare.Cli.CommandLine;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "Facts as JSON, one object a line on standard output." };

    /// <summary>Every command that we act for has it (<see cref="Edge"/>).</summary>
    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No notices: only results, questions and errors." };

    public static readonly Option<IReadOnlyList<Uri>?> Server = Checked<IReadOnlyList<Uri>?>(
        "--server", "URL[,URL]", "The server; several addresses of one cluster are tried in turn.", ServerUrls.Parse);

    /// <summary>An argument that is no option, though any text would do: one that is not known is said to be wrong, not taken for a value.</summary>
    public static Argument<T> NoOption<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (var word in result.Tokens.Select(token => token.Value).Where(word => word.StartsWith("--", StringComparison.Ordinal)))
                result.AddError($"'{word}' is no option of {(result.Parent as CommandResult)?.Command.Name}.");
        });
        return argument;
    }

    /// <summary>An option whose text is checked by <paramref name="parse"/>, which answers a value, or what is wrong and what would be right.</summary>
    public static Option<T> Checked<T>(string name, string form, string description, Func<string, (T Value, string? Fault)> parse) => new(name)
    {
        HelpName = form,
        Description = description,
        CustomParser = result =>
        {
            var (value, fault) = parse(result.Tokens[0].Value);
            if (fault is not null)
                result.AddError($"{name} {fault}");
            return value;
        },
    };
}
