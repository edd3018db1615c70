namespace SessionShare.Cli.UnsharedShell;

/// <summary>What is written between its making and its disposing is for the person at the shell's terminal only. See <see cref="Passages"/>.</summary>
internal sealed class PassageOutput : IDisposable
{
    private readonly string _key;
    private readonly TextWriter _output;
    private readonly bool _isTerminal;

    /// <param name="key">Of this command's passages.</param>
    /// <param name="isTerminal">Whether <paramref name="output"/> is a terminal: a file gets no marks.</param>
    public PassageOutput(string key, TextWriter output, bool isTerminal)
    {
        (_key, _output, _isTerminal) = (key, output, isTerminal);
        Mark();
    }

    public void Dispose()
    {
        Mark();
    }

    private void Mark()
    {
        if (_isTerminal)
            _output.Write(Passages.Mark(_key));
    }
}
