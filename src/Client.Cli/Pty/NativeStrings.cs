using System.Runtime.InteropServices;

namespace SessionShare.Cli.Pty;

/// <summary>A null-terminated array of UTF-8 C strings.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _count;

    public NativeStrings(IReadOnlyCollection<string> strings)
    {
        _count = strings.Count;
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)_count + 1, (nuint)sizeof(byte*));
        var at = 0;
        foreach (var text in strings)
            Pointer[at++] = (byte*)Marshal.StringToCoTaskMemUTF8(text);
    }

    public byte** Pointer { get; }

    public void Dispose()
    {
        for (var at = 0; at < _count; at++)
            Marshal.FreeCoTaskMem((nint)Pointer[at]);
        NativeMemory.Free(Pointer);
    }
}
