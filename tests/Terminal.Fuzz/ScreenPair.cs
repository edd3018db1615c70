namespace SessionShare.Terminal.Fuzz;

/// <summary>Two screens that get the same bytes, one whole and one in random pieces, and must always be the same.</summary>
internal sealed class ScreenPair
{
    private readonly Random _random;
    private readonly Screen _whole;
    private readonly Screen _cut;
    private readonly List<string> _story = [];

    public ScreenPair(Random random)
    {
        var (columns, rows) = random.Next(50) == 0 ? (random.Next(1, 1100), random.Next(1, 300)) : (random.Next(2, 100), random.Next(1, 40));
        (_random, _whole, _cut) = (random, new Screen(columns, rows), new Screen(columns, rows));
        _story.Add($"{columns}x{rows}");
    }

    /// <summary>What has happened, to replay it.</summary>
    public string Story => string.Join('\n', _story);

    public void Write(byte[] input)
    {
        _story.Add(Convert.ToBase64String(input));
        _whole.Write(input);
        for (var rest = input.AsSpan(); !rest.IsEmpty;)
        {
            var piece = _random.Next(1, Math.Min(rest.Length, _random.Next(4) == 0 ? rest.Length : 8) + 1);
            _cut.Write(rest[..piece]);
            rest = rest[piece..];
        }
    }

    public void Resize()
    {
        var (columns, rows) = (_random.Next(1, 120), _random.Next(1, 50));
        _story.Add($"{columns}x{rows}");
        _whole.Resize(columns, rows);
        _cut.Resize(columns, rows);
    }

    /// <returns>What differs; null: nothing.</returns>
    public string? Difference()
    {
        var (one, two) = (_whole.Inside, _cut.Inside);
        if (_whole.Modes != _cut.Modes)
            return "modes";
        if (one.Pen != two.Pen || one.LastWidth != two.LastWidth || one.Shift != two.Shift || one.Charset != two.Charset)
            return "pen";
        return DifferenceOf(one.Main, two.Main) ?? DifferenceOf(one.Alternate, two.Alternate);
    }

    /// <summary>Writes keyframes of both, and of what a third screen makes of the first.</summary>
    public string? DifferenceOfKeyframes()
    {
        var keyframe = KeyframeWriter.Write(_whole);
        if (!keyframe.AsSpan().SequenceEqual(KeyframeWriter.Write(_cut)))
            return "keyframes";
        if (keyframe.Length > KeyframeWriter.MaxBytes)
            return $"a keyframe of {keyframe.Length} bytes";
        var third = new Screen(_whole.Columns, _whole.Rows);
        third.Write(keyframe);
        for (var row = 0; row < _whole.Rows; row++)
            third.Text(row);
        return third.Modes == _whole.Modes && third.Title == _whole.Title ? null : "what the keyframe says";
    }

    private static string? DifferenceOf(Grid one, Grid two)
    {
        if ((one.X, one.Y, one.ScrollTop, one.ScrollBottom, one.ScrolledOut, one.RowCount) != (two.X, two.Y, two.ScrollTop, two.ScrollBottom, two.ScrolledOut, two.RowCount))
            return "cursor or region";
        if (one.X < 0 || one.X > one.Columns + 1 || one.Y < 0 || one.Y >= one.Rows || (one.RowCount > 0 && one.RowCount < one.ScrolledOut + one.Rows))
            return "cursor or rows out of bounds";
        for (var y = 0; y < one.Rows && one.RowCount > 0; y++)
            if (one.Row(y).IsWrapped != two.Row(y).IsWrapped || !one.Row(y).Cells.SequenceEqual(two.Row(y).Cells))
                return $"row {y}";
        return one.Saved == two.Saved ? null : "saved cursor";
    }
}
