namespace SessionShare.Cli.UnsharedShell.Channel;

/// <summary>The process around the shell refused.</summary>
internal sealed class ShellRefusal(ShellFault fault) : Exception(fault.Text)
{
    public ShellFault Fault { get; } = fault;
}
