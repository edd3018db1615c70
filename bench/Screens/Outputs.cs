using System.Text;

namespace SessionShare.Bench.Screens;

/// <summary>What is measured: about 1 MB each, made from a fixed seed.</summary>
internal static class Outputs
{
    private const int Size = 1_000_000;

    private static readonly string[] Words = ["error", "build", "of", "the", "server", "src/Terminal/Screen.cs", "warning", "passed", "in", "12 ms", "a", "connection", "was", "closed"];

    private static readonly string[] WideWords = ["日本語", "テキスト", "Grüße", "naïve", "русский", "текст", "한국어", "──┼──", "✓", "😀"];

    public static IEnumerable<(string Name, byte[] Output)> All =>
    [
        ("plain text, scrolling", Make(random => Words[random.Next(Words.Length)] + (random.Next(12) == 0 ? "\r\n" : " "))),
        ("plain text without line ends", Make(random => Words[random.Next(Words.Length)] + " ")),
        ("coloured, scrolling (every word)", Make(random => $"\e[{random.Next(2)};{random.Next(30, 38)}m{Words[random.Next(Words.Length)]}\e[0m{(random.Next(10) == 0 ? "\r\n" : " ")}")),
        ("coloured, scrolling (a listing)", Make(random => $"-rw-r--r-- 1 demo demo {random.Next(100000),6} Jan  2 03:04 \e[01;3{random.Next(1, 7)}m{Words[random.Next(Words.Length)]}\e[0m\r\n")),
        ("true colour, every character", Make(random => $"\e[38;2;{random.Next(256)};{random.Next(256)};{random.Next(256)}m{(char)random.Next('a', 'z')}{(random.Next(60) == 0 ? "\r\n" : "")}")),
        ("text of many languages, scrolling", Make(random => WideWords[random.Next(WideWords.Length)] + (random.Next(8) == 0 ? "\r\n" : " "))),
        ("full-screen program (moves, erases)", Make(random => $"\e[{random.Next(1, 25)};{random.Next(1, 70)}H\e[7m{Words[random.Next(Words.Length)]}\e[27m{Words[random.Next(Words.Length)]}\e[K")),
    ];

    private static byte[] Make(Func<Random, string> piece)
    {
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.Length < Size)
            text.Append(piece(random));
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
