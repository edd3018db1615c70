using Microsoft.Win32.SafeHandles;
using SessionShare.Cli.Pty;

namespace SessionShare.Cli.CommandLine;

/// <summary>
/// Standard output or standard error, written to as it is. System.Console is not used: it changes the terminal's line settings by itself, and
/// hides that a pipe is broken.
/// </summary>
internal sealed class StandardFile(SafeFileHandle file)
{
    public static readonly StandardFile Output = new(new SafeFileHandle(1, ownsHandle: false));
    public static readonly StandardFile Error = new(new SafeFileHandle(2, ownsHandle: false));

    /// <returns>False when nobody can read it any more.</returns>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Descriptor.Write(file, bytes);
            if (count == 0)
                return false;
            if (count > 0)
                bytes = bytes[count..];
            else
                Descriptor.Wait(file, toWrite: true, waker: null);
        }
        return true;
    }
}
