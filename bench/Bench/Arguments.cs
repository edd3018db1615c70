using System.Globalization;

namespace SessionShare.Bench;

/// <summary>What is measured, with what, and how much of it.</summary>
internal sealed class Arguments
{
    public const string MessagePack = "messagepack";

    private static readonly Dictionary<string, string> Known = new()
    {
        ["--only"] = "NAME[,NAME]",
        ["--tools"] = "NAME[,NAME]",
        ["--programs"] = "FOLDER",
        ["--out"] = "FOLDER",
        ["--quick"] = "",
        ["--wire"] = "messagepack|json",
        ["--mb"] = "N",
        ["--keys"] = "N",
        ["--runs"] = "N",
        ["--seconds"] = "N",
        ["--viewers"] = "N[,N]",
        ["--history"] = "N[,N]",
        ["--sessions"] = "N[,N]",
        ["--rate"] = "N",
        ["--minutes"] = "N",
        ["--seed"] = "N",
    };

    private readonly Dictionary<string, string> _given = [];

    private Arguments(string[] args)
    {
        for (var at = 0; at < args.Length; at++)
        {
            if (!Known.TryGetValue(args[at], out var value))
                throw new FormatException($"'{args[at]}' is not known. Options: {string.Join(' ', Known.Select(one => $"{one.Key} {one.Value}".Trim()))}.");
            if (value.Length > 0 && at + 1 == args.Length)
                throw new FormatException($"{args[at]} needs a value: {value}.");
            _given[args[at]] = value.Length > 0 ? args[++at] : "";
        }
    }

    /// <summary>A little of everything, in under two minutes.</summary>
    public bool Quick => _given.ContainsKey("--quick");

    /// <summary>Parts to measure; empty: those of a whole run.</summary>
    public IReadOnlyList<string> Only => Words("--only", "");

    /// <summary>Ours and those to compare with.</summary>
    public IReadOnlyList<string> Tools => [.. Words("--tools", Quick ? "own,relay,tty-share" : "own,relay,signalr,tty-share").Select(ToolNamed)];

    /// <summary>What raw connections to SessionShare speak.</summary>
    public string Wire => Text("--wire", MessagePack) is var wire && wire is MessagePack or "json" ? wire : throw new FormatException("--wire takes messagepack or json.");

    /// <summary>Folder of the built programs.</summary>
    public string Programs => Path.GetFullPath(Text("--programs", "artifacts/current"));

    /// <summary>Folder that the table is written to.</summary>
    public string Out => Path.GetFullPath(Text("--out", "artifacts/bench"));

    /// <summary>Size of the bulk, 10^6 bytes.</summary>
    public int Megabytes => Number("--mb", Quick ? 10 : 50);

    /// <summary>Keys typed for an echo.</summary>
    public int Keys => Number("--keys", Quick ? 300 : 2000);

    /// <summary>Runs of what is one figure a run.</summary>
    public int Runs => Number("--runs", Quick ? 1 : 3);

    /// <summary>Whether a number of runs, seconds or the like was given, so that it holds also where less is usual.</summary>
    public bool Has(string option) => _given.ContainsKey(option);

    /// <summary>How long what goes on evenly is looked at.</summary>
    public int Seconds(int usual, int quick) => Number("--seconds", Quick ? quick : usual);

    /// <summary>Numbers of viewers, one after the other.</summary>
    public IReadOnlyList<int> Viewers(string usual, string quick) => Numbers("--viewers", Quick ? quick : usual);

    /// <summary>History behind a late join, 10^6 bytes.</summary>
    public IReadOnlyList<int> History => Numbers("--history", Quick ? "1" : "1,10,100");

    /// <summary>Numbers of sessions, one after the other. A session with two connections takes four files here, of which some machines give a process 20,000.</summary>
    public IReadOnlyList<int> Sessions(string usual, string quick) => Numbers("--sessions", Quick ? quick : usual);

    /// <summary>Output of one session, bytes a second.</summary>
    public int Rate(int usual) => Number("--rate", usual);

    /// <summary>Of the soak.</summary>
    public int Minutes => Number("--minutes", 30);

    /// <summary>Of what is random.</summary>
    public int Seed => Number("--seed", 20261127);

    /// <exception cref="FormatException">Says what is wrong, and what would be right.</exception>
    public static Arguments Parse(string[] args)
    {
        var arguments = new Arguments(args);
        // What is asked for later is looked at now.
        _ = (arguments.Tools, arguments.Wire, arguments.Megabytes, arguments.Keys, arguments.Runs, arguments.Seconds(1, 1), arguments.Viewers("1", "1"), arguments.History);
        _ = (arguments.Sessions("1", "1"), arguments.Rate(1), arguments.Minutes, arguments.Seed);
        if (!File.Exists(Path.Combine(arguments.Programs, "sessionshare-gateway")))
            throw new FormatException($"There are no built programs in {arguments.Programs} (--programs).");
        return arguments;
    }

    private static string ToolNamed(string name) => name switch
    {
        "own" => Bench.Tools.Own,
        "relay" => Bench.Tools.Relay,
        "signalr" => Bench.Tools.SignalR,
        "tty-share" => Bench.Tools.TtyShare,
        _ => throw new FormatException($"--tools takes own, relay, signalr and tty-share, with commas between them, not '{name}'."),
    };

    private string Text(string name, string otherwise) => _given.GetValueOrDefault(name, otherwise);

    private string[] Words(string name, string otherwise) => Text(name, otherwise).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private int Number(string name, int otherwise) => Numbers(name, $"{otherwise}") is [var one] ? one : throw new FormatException($"{name} takes one number.");

    private int[] Numbers(string name, string otherwise) =>
    [
        .. Words(name, otherwise).Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} takes whole numbers above 0, not '{word}'.")),
    ];
}
