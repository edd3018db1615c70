using System.Text;

namespace SessionShare.Cli.CommandLine;

/// <summary>Text for a standard file, UTF-8, each line written in one piece. A broken pipe swallows it.</summary>
internal sealed class StandardWriter(StandardFile file) : TextWriter
{
    private readonly Lock _writing = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_writing)
            file.Write(Encoding.UTF8.GetBytes(value ?? ""));
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void WriteLine() => Write("\n");
}
