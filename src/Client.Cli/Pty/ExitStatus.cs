namespace SessionShare.Cli.Pty;

/// <summary>How a program ended.</summary>
/// <param name="Code">What a shell would call its exit code: 0 to 255; 128 + the signal's number when a signal ended it.</param>
/// <param name="Signal">The signal that ended it, or 0.</param>
internal readonly record struct ExitStatus(int Code, int Signal)
{
    /// <summary>Somebody else took the status; happens only where whoever started us made us ignore SIGCHLD.</summary>
    public static readonly ExitStatus Unknown = new(255, 0);

    /// <summary>Reads the C library's wait status, whose layout Linux and macOS share.</summary>
    public static ExitStatus FromWait(int status)
    {
        var signal = status & 0x7f;
        return signal == 0 ? new((status >> 8) & 0xff, 0) : new(128 + signal, signal);
    }
}
