using System.Text;

namespace SessionShare.Terminal.Fuzz;

/// <summary>Makes output that no program would write, from a seed: text of all widths, controls and sequences with numbers that are right, wrong and absurd.</summary>
public sealed class Soup(Random random)
{
    private static readonly string[] Texts =
    [
        "a", "Z", " ", "hello world", "the quick brown fox jumps over the lazy dog", "日本", "中", "한국어", "ｆｕｌｌ", "é", "e\u0301", "\u0301", "a\u0301\u0327", "😀", "👩‍👩‍👧", "❤️",
        "│┼─", "“q”", "٣", "\u200b", "qqxx~", "#@[\\]", "\u3000", "ﷺ", "\U00020000", "\u00a0",
    ];

    private static readonly string[] Finals = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "P", "S", "T", "X", "Z", "@", "`", "a", "b", "d", "e", "f", "g", "r", "s", "u"];

    private static readonly int[] PrivateModes = [1, 6, 7, 9, 12, 25, 45, 47, 66, 1000, 1002, 1003, 1004, 1006, 1016, 1047, 1048, 1049, 2004, 2026];

    private static readonly string[] Escapes = ["7", "8", "D", "E", "H", "M", "=", ">", "n", "o", "|", "}", "~", "#8", "(0", "(B", ")0", "*A", "+K", "%G", "(Z", "\\", "c\e[?25h"];

    private static readonly string[] Strings =
    [
        "]0;title\a", "]2;another \u00fc\e\\", "]8;;https://example.com/a\e\\", "]8;id=x;https://example.com/b\a", "]8;;\e\\", "]4;1;rgb:ff/00/80\a", "]104\a", "]11;#102030\a", "]111\a",
        "]133;A\a", "]1337;File=inline=1:aGVsbG8=\a", "Pq#0;2;0;0;0#0!10~-\e\\", "P1$r0m\e\\", "_Gf=100;aGVsbG8=\e\\", "^private\e\\", "Xsos\e\\", "P+q544e\e\\",
    ];

    /// <summary>A piece as a badly behaving but well-formed program writes it, without what xterm.js does differently (docs/terminal.md).</summary>
    public byte[] Piece() => Encoding.UTF8.GetBytes(random.Next(20) switch
    {
        < 6 => Texts[random.Next(Texts.Length)],
        < 8 => Control(),
        < 12 => Csi(),
        < 15 => Sgr(),
        < 16 => $"\e[?{PrivateModes[random.Next(PrivateModes.Length)]}{(random.Next(2) == 0 ? 'h' : 'l')}",
        < 17 => "\e" + (random.Next(8) > 0 ? Escapes[random.Next(Escapes.Length - 1)] : Escapes[^1]),
        < 18 => "\e" + Strings[random.Next(Strings.Length)],
        _ => Rare(),
    });

    /// <summary>Anything: pieces, bytes, sequences cut off, numbers without end, strings without end.</summary>
    public byte[] Wild()
    {
        switch (random.Next(16))
        {
            case 0:
                var bytes = new byte[random.Next(1, 200)];
                random.NextBytes(bytes);
                return bytes;
            case 1:
                return Enumerable.Range(0, random.Next(1, 80)).Select(_ => (byte)random.Next(0x80, 0x100)).ToArray();
            case 2:
                var piece = Piece();
                return piece[..random.Next(piece.Length)];
            case 3:
                return Encoding.UTF8.GetBytes($"\e[{string.Join(random.Next(2) == 0 ? ';' : ':', Enumerable.Range(0, random.Next(1, 80)).Select(_ => random.NextInt64(1L << random.Next(1, 50))))}{(char)random.Next(0x20, 0x7f)}");
            case 4:
                return Encoding.UTF8.GetBytes($"\e{"]P_^X["[random.Next(6)]}{new string((char)random.Next(0x20, 0x7f), random.Next(1, 3000))}");
            case 5:
                return Encoding.UTF8.GetBytes("x" + string.Concat(Enumerable.Repeat("\u0301\u0327", random.Next(1, 200))));
            case 6:
                return Encoding.UTF8.GetBytes($"\e[{(random.Next(2) == 0 ? ">" : random.Next(2) == 0 ? "<" : "=")}{random.Next(64)}{(random.Next(2) == 0 ? "" : ";2")}u\e[2{random.Next(2, 4)}t");
            case 7:
                return Encoding.UTF8.GetBytes($"\e]8;id={random.Next()};http://{random.Next()}/{new string('a', random.Next(4200))}\al\e[38;2;{random.Next(256)};{random.Next(256)};{random.Next(256)}mc");
            case 8:
                return Encoding.UTF8.GetBytes($"\e{(char)random.Next(0x20, 0x7f)}{(char)random.Next(0x20, 0x7f)}\e[{(char)random.Next(0x20, 0x7f)}{(char)random.Next(0x20, 0x7f)}");
            default:
                return Piece();
        }
    }

    private string Control() => random.Next(8) switch
    {
        0 or 1 => "\r\n",
        2 => "\n",
        3 => "\b",
        4 => "\t",
        5 => "\r",
        6 => "\v\f\0\a\u007f"[random.Next(5)].ToString(),
        _ => random.Next(4) switch { 0 => "\u000e", 1 => "\u000f", 2 => "\u0084", _ => "\u0085" },
    };

    private string Csi()
    {
        var final = Finals[random.Next(Finals.Length)];
        return final switch
        {
            "g" => random.Next(6) == 0 ? "\e[3g" : "\e[g",
            // xterm.js fails on ED 1 in the last column of the last row.
            "J" => random.Next(4) switch { 0 => $"\e[{random.Next(1, 3)}G\e[1J", 1 => "\e[2J", 2 => random.Next(5) == 0 ? "\e[3J" : "\e[?J", _ => "\e[J" },
            "K" => $"\e[{(random.Next(4) == 0 ? "?" : "")}{random.Next(3)}K",
            "r" => random.Next(3) == 0 ? "\e[r" : $"\e[{random.Next(30)};{random.Next(30)}r",
            "H" or "f" => $"\e[{random.Next(30)};{random.Next(90)}{final}",
            _ => random.Next(3) switch { 0 => $"\e[{final}", 1 => $"\e[{random.Next(90)}{final}", _ => $"\e[{random.Next(6)};{random.Next(6)}{final}" },
        };
    }

    private string Sgr()
    {
        var parameters = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(12) switch
        {
            < 2 => $"{random.Next(10)}",
            < 4 => $"{random.Next(30, 50)}".Replace("38", "37").Replace("48", "47"),
            < 5 => $"{random.Next(90, 108)}",
            < 6 => $"{random.Next(21, 30)}",
            < 7 => $"{(random.Next(2) == 0 ? 38 : 48)};5;{random.Next(256)}",
            < 8 => $"{(random.Next(2) == 0 ? 38 : 48)};2;{random.Next(256)};{random.Next(256)};{random.Next(256)}",
            < 9 => $"{(random.Next(2) == 0 ? 38 : 48)}:2::{random.Next(256)}:{random.Next(256)}:{random.Next(256)}",
            < 10 => $"4:{random.Next(7)}",
            < 11 => $"{(random.Next(2) == 0 ? 38 : 58)}:5:{random.Next(256)}",
            _ => random.Next(4) switch { 0 => "53", 1 => "55", 2 => "", _ => "39;49" },
        });
        return $"\e[{string.Join(';', parameters)}m";
    }

    private string Rare() => random.Next(14) switch
    {
        0 => $"\e[{random.Next(1, 6)} q",
        1 => "\e[!p",
        2 => $"\e[{random.Next(3)}\"q",
        3 => $"\e[{random.Next(1, 5)} @",
        4 => $"\e[{random.Next(1, 5)} A",
        5 => $"\e[{random.Next(1, 5)}'}}",
        6 => $"\e[{random.Next(1, 5)}'~",
        7 => random.Next(3) > 0 ? "\e[4l" : "\e[4h",
        8 => "\e[20l",
        9 => "\e[>1u\e[?u\e[<u",
        10 => "\e[5n\e[6n\e[c\e[>c\e[?2026$p",
        11 => new string((char)random.Next(0x21, 0x7f), random.Next(20, 200)),
        12 => $"{new string('日', random.Next(10, 60))}",
        _ => "\e[999;999H",
    };
}
