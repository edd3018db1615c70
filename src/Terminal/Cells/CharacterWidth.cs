namespace SessionShare.Terminal;

/// <summary>
/// How many columns a character takes: Unicode 6 as xterm.js has it by default, because viewers run xterm.js and every program that counts columns
/// for them must count alike. Emoji of the astral planes take one column there.
/// </summary>
public static class CharacterWidth
{
    private static readonly byte[] Bmp = MakeBmp();

    /// <param name="codePoint">At least 0x20.</param>
    /// <returns>0 for control and combining characters, else 1 or 2.</returns>
    public static int Of(int codePoint)
    {
        if (codePoint < 0x1_0000)
            return Bmp[codePoint];
        if (IsAstralCombining(codePoint))
            return 0;
        return codePoint is (>= 0x2_0000 and <= 0x2_fffd) or (>= 0x3_0000 and <= 0x3_fffd) ? 2 : 1;
    }

    private static bool IsAstralCombining(int codePoint) => codePoint switch
    {
        >= 0x10a01 and <= 0x10a03 or 0x10a05 or 0x10a06 or >= 0x10a0c and <= 0x10a0f or >= 0x10a38 and <= 0x10a3a or 0x10a3f => true,
        >= 0x1d167 and <= 0x1d169 or >= 0x1d173 and <= 0x1d182 or >= 0x1d185 and <= 0x1d18b or >= 0x1d1aa and <= 0x1d1ad => true,
        >= 0x1d242 and <= 0x1d244 or 0xe0001 or >= 0xe0020 and <= 0xe007f or >= 0xe0100 and <= 0xe01ef => true,
        _ => false,
    };

    private static byte[] MakeBmp()
    {
        var widths = new byte[0x1_0000];
        Array.Fill(widths, (byte)1);
        foreach (var (first, last) in WidthRanges.Wide)
            widths.AsSpan(first..(last + 1)).Fill(2);
        widths[0x303f] = 1;
        for (var at = 0; at < WidthRanges.Combining.Length; at += 2)
            widths.AsSpan(WidthRanges.Combining[at]..(WidthRanges.Combining[at + 1] + 1)).Clear();
        return widths;
    }
}
