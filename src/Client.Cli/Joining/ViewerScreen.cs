using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using SessionShare.Cli.Sharing;

namespace SessionShare.Cli.Joining;

/// <summary>
/// The session's output as a viewer's terminal may have it, by <see cref="ViewerTable"/>: without what makes a terminal answer (the sharer's terminal has answered already; a second
/// answer would be typed into the session), reaches the viewer's clipboard, files, printer or desktop, moves their window, or stays behind when watching has ended. All else goes through bit for
/// bit, however the output is cut; of bells, one in a while. Only an unfinished sequence is held back.
/// </summary>
/// <remarks>
/// <code>
/// ground  --ESC--> escape  --[--> CSI     --final--> ground          decided when it is complete
///                          --] P _ ^ X--> string  --BEL, ST--> ground  decided when complete, or at 4 KiB: passed or dropped from there on
/// </code>
/// </remarks>
/// <param name="leftOut">Gets what is left out, where it is wanted: sequences of up to 4 KiB. Null: nobody does.</param>
/// <param name="time">For bells.</param>
internal sealed class ViewerScreen(ViewerScreen.Output? leftOut = null, TimeProvider? time = null)
{
    /// <summary>A longer sequence is decided by its start.</summary>
    private const int Held = 4096;

    private const byte Bell = 0x07;
    private const byte Escape = 0x1b;
    private const byte Enquiry = 0x05;
    private const byte BeforeC1 = 0xc2;

    private static readonly SearchValues<byte> GroundEnds = SearchValues.Create([Escape, Enquiry, BeforeC1, Bell]);

    private static readonly SearchValues<byte> LongStringEnds = SearchValues.Create([Bell, Escape, 0x18, 0x1a]);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ViewerStacks _stacks = new();
    private readonly List<byte> _held = [];
    private long? _rung;
    private State _state;
    private bool _dropping;

    private enum State
    {
        Ground,

        /// <summary>Behind the first byte of U+0080 to U+00BF.</summary>
        C1,
        Escape,
        Csi,

        /// <summary>OSC, DCS, APC, PM or SOS.</summary>
        String,

        /// <summary>A string that was decided before its end.</summary>
        LongString,
        LongStringEscape,
    }

    public delegate void Output(ReadOnlySpan<byte> bytes);

    /// <summary>Writes the next piece.</summary>
    public void Write(ReadOnlySpan<byte> piece, Output to)
    {
        while (!piece.IsEmpty)
        {
            var plain = PlainLength(piece);
            if (plain > 0 && !(_dropping && _state == State.LongString))
                to(piece[..plain]);
            piece = piece[plain..];
            if (piece.IsEmpty)
                return;
            Step(piece[0], to);
            piece = piece[1..];
        }
    }

    /// <summary>Before the first output: what the session asks of the keyboard is its own, not that of the shell that the person comes from.</summary>
    public static void Begin(Output to) => to("\e[>0u"u8);

    /// <summary>What comes next is for a terminal that was just emptied.</summary>
    public void Reset(Output to)
    {
        _held.Clear();
        (_state, _dropping) = (State.Ground, false);
        to(_stacks.Unwound());
    }

    /// <summary>The session's output is at its end: the terminal becomes usable again.</summary>
    public void End(Output to)
    {
        if (_state is State.LongString or State.LongStringEscape && !_dropping)
            to([0x18]);
        to(TerminalReset.Colours);
        to(TerminalReset.MainScreen);
        to(_stacks.Unwound());
        to(TerminalReset.Bytes);
    }

    /// <summary>How many of the next bytes need no look, where we stand.</summary>
    private int PlainLength(ReadOnlySpan<byte> piece)
    {
        var at = _state switch
        {
            State.Ground => piece.IndexOfAny(GroundEnds),
            State.LongString => piece.IndexOfAny(LongStringEnds),
            _ => 0,
        };
        return at < 0 ? piece.Length : at;
    }

    private void Step(byte next, Output to)
    {
        switch (_state)
        {
            case State.Ground when next == Escape:
                Start(next, State.Escape);
                break;
            case State.Ground when next == BeforeC1:
                Start(next, State.C1);
                break;
            case State.Ground when next == Bell:
                Ring(to);
                break;
            case State.Ground:
                // An enquiry: the answer would be typed.
                break;
            case State.C1:
                StepC1(next, to);
                break;
            case State.Escape:
                StepEscape(next, to);
                break;
            case State.Csi:
                StepCsi(next, to);
                break;
            case State.String:
                StepString(next, to);
                break;
            default:
                StepLongString(next, to);
                break;
        }
    }

    private void Ring(Output to)
    {
        if (_rung is { } last && _time.GetElapsedTime(last) < ViewerTable.BetweenBells)
            return;
        _rung = _time.GetTimestamp();
        to([Bell]);
    }

    private void Start(byte first, State state)
    {
        _held.Clear();
        _held.Add(first);
        _state = state;
    }

    /// <summary>U+0080 to U+009F, among them one-character forms of ESC [ and its like, are dropped: no program of today means them.</summary>
    private void StepC1(byte next, Output to)
    {
        if (next is >= 0x80 and <= 0x9f)
        {
            Decide(drop: true, to);
            return;
        }
        Decide(drop: false, to);
        Write([next], to);
    }

    private void StepEscape(byte next, Output to)
    {
        if (next == Escape)
        {
            Pass(to);
            Start(next, State.Escape);
            return;
        }
        _held.Add(next);
        switch ((char)next)
        {
            case '[':
                _state = State.Csi;
                break;
            case ']' or 'P' or '_' or '^' or 'X':
                _state = State.String;
                break;
            case < ' ' or (>= ' ' and < '0') when _held.Count < Held:
                // A control character, or an intermediate one: the sequence goes on.
                break;
            default:
                DecideEscape(to);
                break;
        }
    }

    /// <summary>A full reset (ESC c) would take the person's scrollback, too, and what they had set.</summary>
    private void DecideEscape(Output to)
    {
        if (_held is [_, (byte)'c'])
            Replace(TerminalReset.EmptyScreen, to);
        else
            Decide(!ViewerTable.AdmitsEscape(Text()), to);
    }

    private void StepCsi(byte next, Output to)
    {
        if (next == Escape)
        {
            Pass(to);
            Start(next, State.Escape);
            return;
        }
        _held.Add(next);
        if (next is 0x18 or 0x1a || _held.Count >= Held)
            Decide(drop: true, to);
        else if (next is >= 0x40 and <= 0x7e)
            DecideCsi(to);
    }

    private void DecideCsi(Output to)
    {
        var sequence = Encoding.ASCII.GetString([.. _held])[2..];
        var admitted = ViewerTable.Admitted(sequence);
        if (admitted.Length == 0)
            Decide(drop: true, to);
        else if (!_stacks.Admits(admitted))
            Replace([], to);
        else if (admitted == sequence)
            Decide(drop: false, to);
        else
            Replace(Encoding.ASCII.GetBytes($"\e[{admitted}"), to);
    }

    private void StepString(byte next, Output to)
    {
        var afterEscape = _held[^1] == Escape && _held.Count > 2;
        _held.Add(next);
        if (next is 0x18 or 0x1a)
            Decide(drop: true, to);
        else if (next == Bell || (afterEscape && next == '\\'))
            Decide(!ViewerTable.AdmitsString(Text()), to);
        else if (afterEscape)
            BreakString(next, to);
        else if (_held.Count >= Held && next != Escape)
            DecideLongString(to);
    }

    /// <summary>ESC and no backslash: the string was cut short, and another sequence starts.</summary>
    private void BreakString(byte next, Output to)
    {
        _held.RemoveRange(_held.Count - 2, 2);
        Decide(!ViewerTable.AdmitsString(Text()), to);
        Start(Escape, State.Escape);
        StepEscape(next, to);
    }

    private void DecideLongString(Output to)
    {
        _dropping = !ViewerTable.AdmitsString(Text());
        if (!_dropping)
            Pass(to);
        _state = State.LongString;
    }

    private void StepLongString(byte next, Output to)
    {
        if (!_dropping)
            to([next]);
        _state = (_state, next) switch
        {
            (_, Bell or 0x18 or 0x1a) => State.Ground,
            (State.LongStringEscape, (byte)'\\') => State.Ground,
            (_, Escape) => State.LongStringEscape,
            _ => State.LongString,
        };
    }

    private string Text() => Encoding.Latin1.GetString([.. _held])[1..];

    private void Decide(bool drop, Output to)
    {
        if (!drop)
            Pass(to);
        else
            leftOut?.Invoke(CollectionsMarshal.AsSpan(_held));
        _held.Clear();
        _state = State.Ground;
    }

    /// <summary>Not left out: it has its effect in another form, or none anywhere.</summary>
    private void Replace(ReadOnlySpan<byte> by, Output to)
    {
        if (!by.IsEmpty)
            to(by);
        _held.Clear();
        _state = State.Ground;
    }

    private void Pass(Output to) => to(CollectionsMarshal.AsSpan(_held));
}
