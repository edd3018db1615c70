using System.Runtime.InteropServices;

namespace SessionShare.Cli.Pty;

/// <summary>The C library's <c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public const short In = 1;
    public const short Out = 4;

    public int Descriptor;
    public short Asked;
    public short Found;
}
