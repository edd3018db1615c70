using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Completion;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.CommandLine;

/// <summary>What holds for every command, by the definitions that help, completions and the manual page are made of; and that docs/cli.md says the same.</summary>
public sealed class CommandTreeTests : IDisposable
{
    /// <summary>They show a screen, write a file's text, or become another program: there are no facts to be told.</summary>
    private static readonly string[] WithoutFacts = ["shell", "join", "replay", "serve", "man", "completion bash", "completion zsh", "completion fish"];

    /// <summary>They act for nobody, and say nothing beside what they write.</summary>
    private static readonly string[] WithoutNotices = ["man", "completion bash", "completion zsh", "completion fish"];

    private readonly TestHome _home = new();

    public static TheoryData<string> Commands => [.. All().Select(one => one.Words)];

    public void Dispose() => _home.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_says_facts_as_json_and_can_be_quiet(string words)
    {
        var command = Of(words);
        command.Options.Contains(CommonOptions.Json).Should().Be(!WithoutFacts.Contains(words), "{0} tells facts, or does not", words);
        command.Options.Contains(CommonOptions.Quiet).Should().Be(!WithoutNotices.Contains(words), "{0}", words);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_names_every_option_and_says_what_it_does(string words)
    {
        var command = Of(words);
        command.Description.Should().EndWith(".", "it is a sentence");
        command.Options.Where(option => string.IsNullOrEmpty(option.Description)).Should().BeEmpty();
        (await _home.Run([.. words.Split(' '), "--help"])).Should().Be(0);
        foreach (var option in command.Options.Where(option => !option.Hidden))
            _home.Output.ToString().Should().Contain(option.Name);
        _home.Error.ToString().Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Wrong_option_is_said_to_a_person_and_with_json_to_a_program(string words)
    {
        (await _home.Run([.. words.Split(' '), "--frobnicate", "--json"])).Should().Be(Reasons.Exit.Usage);
        _home.Error.ToString().Should().Contain("--frobnicate").And.Contain("--help shows what is understood.");
        _home.Output.ToString().Should().StartWith("{\"event\":\"failed\",\"text\":\"").And.EndWith("\"exitCode\":240}\n");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Documents_name_the_command_and_its_own_options(string words)
    {
        var text = Document();
        var (group, last) = (words.Split(' ')[0], words.Split(' ')[^1]);
        Regex.IsMatch(text, $@"`(sessionshare )?{Regex.Escape(words)}[ `\[|]|`(sessionshare )?{group} ([a-z|]+\|)?{last}\b").Should().BeTrue("docs/cli.md tells of {0}", words);
        Of(words).Options.Where(option => !option.Hidden && option.Name != "--help" && !text.Contains(option.Name)).Select(option => option.Name).Should().BeEmpty("docs/cli.md tells of all options of {0}", words);
    }

    [Fact]
    public void Documents_name_no_option_and_no_command_that_is_not_there()
    {
        var options = All().SelectMany(one => CommandTree.Options(one.Command)).SelectMany(CommandTree.Names).Concat(["--version", "--add-source", "--help"]).ToHashSet();
        Regex.Matches(Document(), "(?<=[` |(\\[])--[a-z][a-z-]+").Select(found => found.Value).Distinct().Should().OnlyContain(option => options.Contains(option));
    }

    [Fact]
    public void Documents_have_every_exit_code_in_one_table()
    {
        var table = Document()[Document().IndexOf("## Exit codes", StringComparison.Ordinal)..];
        var codes = typeof(Reasons.Exit).GetFields().Where(field => field.IsLiteral).Select(field => (int)field.GetRawConstantValue()!).Concat(Enum.GetValues<Reason>().Select(reason => Reasons.Of(reason).ExitCode)).Distinct();
        codes.Should().OnlyContain(code => Regex.IsMatch(table, $@"(?m)^\| {code}\b"));
    }

    private static IEnumerable<(string Words, Command Command)> All() =>
        CommandTree.Of(global::Commands.Root(Nowhere(), [])).Where(one => !CommandTree.Below(one.Command).Any()).Select(one => (one.Words[(one.Words.IndexOf(' ') + 1)..], one.Command));

    private static Command Of(string words) => All().Single(one => one.Words == words).Command;

    private static Surroundings Nowhere() => new(TextWriter.Null, TextWriter.Null, new Dictionary<string, string>(), TimeProvider.System);

    private static string Document([CallerFilePath] string here = "") => File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/cli.md"));
}
