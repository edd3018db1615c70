namespace SessionShare.Cli.Sharing;

/// <summary>Whether the program has asked for pasted text to be marked as such (mode 2004), by its output, however that is cut.</summary>
internal sealed class PasteMode
{
    private const byte Escape = 0x1b;
    private const int Mode = 2004;
    private const int MostNumber = 100_000;

    private Step _step;
    private int _number;
    private bool _named;

    private enum Step
    {
        Text,
        AfterEscape,
        AfterBracket,
        Numbers,
    }

    public bool IsOn { get; private set; }

    public void Take(ReadOnlySpan<byte> output)
    {
        while (!output.IsEmpty)
        {
            if (_step == Step.Text)
            {
                var at = output.IndexOf(Escape);
                if (at < 0)
                    return;
                output = output[at..];
            }

            Take(output[0]);
            output = output[1..];
        }
    }

    private void Take(byte next)
    {
        switch (_step)
        {
            case var _ when next == Escape:
                _step = Step.AfterEscape;
                break;
            case Step.AfterEscape:
                if (next == 'c')
                    IsOn = false;
                _step = next == '[' ? Step.AfterBracket : Step.Text;
                break;
            case Step.AfterBracket:
                (_step, _number, _named) = (next == '?' ? Step.Numbers : Step.Text, 0, false);
                break;
            case Step.Numbers when next is >= (byte)'0' and <= (byte)'9':
                _number = Math.Min((_number * 10) + next - '0', MostNumber);
                break;
            case Step.Numbers:
                _named |= _number == Mode;
                _number = 0;
                if (next == ';')
                    break;
                if (_named && (next is (byte)'h' or (byte)'l'))
                    IsOn = next == 'h';
                _step = Step.Text;
                break;
        }
    }
}
