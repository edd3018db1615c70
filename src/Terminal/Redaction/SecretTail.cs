using System.Buffers;

namespace SessionShare.Terminal.Redaction;

/// <summary>Where a secret ends, however long it is. For one secret.</summary>
internal abstract class SecretTail
{
    /// <summary>Whether spaces, line breaks and dashes in it are shown.</summary>
    public virtual bool ShowsLayout => false;

    /// <summary>Takes the characters that belong to the secret.</summary>
    /// <param name="text">What comes next of it.</param>
    /// <param name="ended">Behind them it is over; else they are all, and more may come.</param>
    /// <returns>How many.</returns>
    public abstract int Take(ReadOnlySpan<char> text, out bool ended);

    /// <summary>All that is of some characters.</summary>
    public static SecretTail While(SearchValues<char> characters) => new Run(characters);

    /// <summary>All up to some character; `\` takes its meaning.</summary>
    public static SecretTail Until(SearchValues<char> ends) => new Quoted(ends);

    /// <summary>So many characters.</summary>
    public static SecretTail Of(int length) => new Counted(length);

    private sealed class Run(SearchValues<char> characters) : SecretTail
    {
        public override int Take(ReadOnlySpan<char> text, out bool ended)
        {
            var end = text.IndexOfAnyExcept(characters);
            ended = end >= 0;
            return ended ? end : text.Length;
        }
    }

    private sealed class Quoted(SearchValues<char> ends) : SecretTail
    {
        private bool _escaped;

        public override int Take(ReadOnlySpan<char> text, out bool ended)
        {
            for (var at = 0; at < text.Length; at++)
            {
                if (ends.Contains(text[at]) && (!_escaped || text[at] < ' '))
                {
                    ended = true;
                    return at;
                }
                _escaped = text[at] == '\\' && !_escaped;
            }
            ended = false;
            return text.Length;
        }
    }

    private sealed class Counted(int left) : SecretTail
    {
        public override int Take(ReadOnlySpan<char> text, out bool ended)
        {
            var taken = Math.Min(left, text.Length);
            left -= taken;
            ended = left == 0;
            return taken;
        }
    }
}
