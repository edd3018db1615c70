namespace SessionShare.Terminal;

/// <summary>A set of characters that a program may designate in place of ASCII: DEC line drawing and the national ones.</summary>
internal sealed class Charset
{
    private const string NationalPositions = "#@[\\]^_`{|}~";

    private static readonly Dictionary<char, Charset?> ByFinal = new()
    {
        ['B'] = null,
        ['0'] = new('0', "`abcdefghijklmnopqrstuvwxyz{|}~", "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·"),
        ['A'] = new('A', "#", "£"),
        ['4'] = new('4', "#@[\\]{|}~", "£¾i½|¨f¼´"),
        ['C'] = National('C', "#@ÄÖÅÜ_éäöåü"),
        ['5'] = National('5', "#@ÄÖÅÜ_éäöåü"),
        ['R'] = National('R', "£à°ç§^_`éùè¨"),
        ['Q'] = National('Q', "#àâçêî_ôéùèû"),
        ['K'] = National('K', "#§ÄÖÜ^_`äöüß"),
        ['Y'] = National('Y', "£§°çé^_ùàòèì"),
        ['E'] = National('E', "#ÄÆØÅÜ_äæøåü"),
        ['6'] = National('6', "#ÄÆØÅÜ_äæøåü"),
        ['Z'] = National('Z', "£§¡Ñ¿^_`°ñç~"),
        ['H'] = National('H', "#ÉÄÖÅÜ_éäöåü"),
        ['7'] = National('7', "#ÉÄÖÅÜ_éäöåü"),
        ['='] = National('=', "ùàéçêîèôäöüû"),
    };

    private readonly char[] _characters = new char[128];

    private Charset(char final, string positions, string characters)
    {
        Final = final;
        for (var code = 0; code < _characters.Length; code++)
            _characters[code] = (char)code;
        for (var at = 0; at < positions.Length; at++)
            _characters[positions[at]] = characters[at];
    }

    /// <summary>What designates it: ESC ( FINAL.</summary>
    public char Final { get; }

    /// <param name="code">0 to 126.</param>
    public int Translate(int code) => _characters[code];

    /// <param name="charset">Null: ASCII.</param>
    /// <returns>False: unknown, and to be ignored.</returns>
    public static bool TryFind(char final, out Charset? charset) => ByFinal.TryGetValue(final, out charset);

    private static Charset National(char final, string characters) => new(final, NationalPositions, characters);
}
