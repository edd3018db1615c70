namespace SessionShare.Cli.Panels;

/// <summary>Which key.</summary>
internal enum KeyName
{
    /// <summary>One that we know no name for.</summary>
    Other,

    /// <summary>A character; with Ctrl a letter or sign, in lower case.</summary>
    Character,

    /// <summary>No key: pasted text.</summary>
    Paste,
    Enter,
    Escape,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// <summary>A key as it was pressed.</summary>
/// <param name="Name">Which.</param>
/// <param name="Text">The character, or the pasted text; else empty.</param>
/// <param name="Ctrl">Held down with it.</param>
/// <param name="Alt">Held down with it, or Escape pressed before it.</param>
/// <param name="Shift">Held down with it; not told of characters.</param>
internal readonly record struct Key(KeyName Name, string Text = "", bool Ctrl = false, bool Alt = false, bool Shift = false)
{
    /// <summary>A character with nothing but Shift, perhaps.</summary>
    public bool IsText => Name == KeyName.Character && !Ctrl && !Alt;

    /// <summary>Ctrl and a letter.</summary>
    public static Key Control(char letter) => new(KeyName.Character, letter.ToString(), Ctrl: true);

    /// <summary>Whether it is this character alone.</summary>
    public bool Is(char character) => IsText && Text[0] == character && Text.Length == 1;

    /// <summary>Whether it is this character with Ctrl.</summary>
    public bool IsControl(char letter) => this == Control(letter);
}
