using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Homes;

namespace SessionShare.Cli.Tests;

/// <summary>A person with a home of their own, and what they read.</summary>
internal sealed class TestHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sessionshare-cli-tests-");

    public TestHome(params (string Name, string Value)[] variables)
    {
        Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        Variables[Home.Variable] = Path.Combine(_folder.FullName, "ana");
    }

    public Dictionary<string, string> Variables { get; }

    public string Folder => Variables[Home.Variable];

    public StringWriter Output { get; } = new();

    public StringWriter Error { get; } = new();

    public Surroundings Surroundings => new(Output, Error, Variables, TimeProvider.System);

    /// <summary>Runs a command line as the program would.</summary>
    public Task<int> Run(params string[] words) => Commands.Run(words, Surroundings);

    /// <summary>A file beside the home.</summary>
    public string Beside(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose()
    {
        Output.Dispose();
        Error.Dispose();
        _folder.Delete(recursive: true);
    }
}
