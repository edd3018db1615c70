using System.Text;

namespace SessionShare.Cli.Sharing;

/// <summary>The clipboard of the person's desktop, reached through their terminal (OSC 52). Terminals that don't allow it ignore it.</summary>
internal static class Clipboard
{
    public static byte[] Copy(string text) => Encoding.ASCII.GetBytes($"\e]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\a");
}
