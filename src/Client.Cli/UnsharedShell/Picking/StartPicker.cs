using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.Picking;

/// <summary>The choice of where sharing begins: which line is chosen, and what keys do. Drawn by <see cref="PickerPage"/>.</summary>
internal sealed class StartPicker
{
    private const byte Escape = 0x1b;
    private const byte Interrupt = 0x03;

    private int _chosen;

    /// <param name="choices">At least one.</param>
    /// <param name="link">What anyone with the link may do at first.</param>
    public StartPicker(IReadOnlyList<StartChoice> choices, Role link)
    {
        (Choices, Link) = (choices, link);
        _chosen = Math.Max(0, Next(-1, 1));
    }

    public IReadOnlyList<StartChoice> Choices { get; }

    /// <summary>The index of the chosen line.</summary>
    public int At => _chosen;

    /// <summary>What anyone with the link may do.</summary>
    public Role Link { get; private set; }

    /// <summary>The chosen point; null where none can be chosen.</summary>
    public StartChoice? Choice => Choices[_chosen] is { WhyNot: null } choice ? choice : null;

    /// <summary>Takes what was typed.</summary>
    public Picked Take(ReadOnlySpan<byte> typed)
    {
        while (!typed.IsEmpty)
        {
            var length = KeyLength(typed);
            var picked = Take(KeyOf(typed[..length]));
            if (picked != Picked.NotYet)
                return picked;
            typed = typed[length..];
        }
        return Picked.NotYet;
    }

    private Picked Take(Key key)
    {
        switch (key)
        {
            case Key.Up:
                Move(-1);
                return Picked.NotYet;
            case Key.Down:
                Move(1);
                return Picked.NotYet;
            case Key.Link:
                Link = Link switch { Role.None => Role.View, Role.View => Role.Edit, _ => Role.None };
                return Picked.NotYet;
            case Key.Enter:
                return Choice is null ? Picked.NotYet : Picked.Chosen;
            case Key.Leave:
                return Picked.Nothing;
            default:
                return Picked.NotYet;
        }
    }

    private void Move(int by)
    {
        if (Next(_chosen, by) is var next and >= 0)
            _chosen = next;
    }

    /// <summary>The next line that can be chosen; -1: there is none.</summary>
    private int Next(int from, int by)
    {
        for (var at = from + by; at >= 0 && at < Choices.Count; at += by)
        {
            if (Choices[at].WhyNot is null)
                return at;
        }
        return -1;
    }

    /// <summary>Arrows come as ESC [ A or ESC O A; with keyboard protocols of programs also with parameters.</summary>
    private static Key KeyOf(ReadOnlySpan<byte> key) => key switch
    {
        [Escape, (byte)'[' or (byte)'O', .., (byte)'A'] or [(byte)'k'] or [0x10] => Key.Up,
        [Escape, (byte)'[' or (byte)'O', .., (byte)'B'] or [(byte)'j'] or [0x0e] => Key.Down,
        [(byte)'\r'] or [(byte)'\n'] or [Escape, (byte)'[', (byte)'1', (byte)'3', .., (byte)'u'] => Key.Enter,
        [Escape] or [Interrupt] or [(byte)'q'] or [Escape, (byte)'[', (byte)'2', (byte)'7', .., (byte)'u'] => Key.Leave,
        [(byte)'l'] => Key.Link,
        _ => Key.Other,
    };

    private static int KeyLength(ReadOnlySpan<byte> typed) => typed switch
    {
        [Escape, (byte)'[', .. var rest] => 2 + (rest.IndexOfAnyInRange((byte)0x40, (byte)0x7e) is var final and >= 0 ? final + 1 : rest.Length),
        [Escape, (byte)'O', _, ..] => 3,
        _ => 1,
    };

    private enum Key
    {
        Other,
        Up,
        Down,
        Link,
        Enter,
        Leave,
    }
}

internal enum Picked
{
    /// <summary>The person still chooses.</summary>
    NotYet,

    /// <summary><see cref="StartPicker.Choice"/>.</summary>
    Chosen,

    /// <summary>They want none.</summary>
    Nothing,
}
