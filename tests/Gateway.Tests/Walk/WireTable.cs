using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using SessionShare.Gateway.Listing;
using SessionShare.Gateway.Sharing;
using SessionShare.Gateway.Viewing;

namespace SessionShare.Gateway.Tests.Walk;

/// <summary>Who is meant in a column of the document's table.</summary>
public enum Who
{
    /// <summary>Without a sign-in, and without a link that opens.</summary>
    NotSignedIn,

    /// <summary>Signed in; no rule admits them, or none any more.</summary>
    NoAccess,

    /// <summary>Role view.</summary>
    View,

    /// <summary>Role edit.</summary>
    Edit,

    /// <summary>Role manage.</summary>
    Manage,

    /// <summary>The person whose terminal it is.</summary>
    Sharer,
}

/// <summary>The table of docs/security.md that says who may do what over the wire.</summary>
internal static partial class WireTable
{
    private static readonly string[] Columns = ["not signed in", "no access", "view", "edit", "manage", "sharer"];

    /// <summary>Row by row: what is called, and what each may.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<Who, string>> Rows { get; } = Read();

    /// <summary>Routes that the document says to be open to everyone.</summary>
    public static IReadOnlySet<string> Open { get; } = OpenRoute().Matches(Passage("Open to everyone", "Who has no access")).Select(match => match.Groups[1].Value).ToHashSet();

    /// <summary>The rows of one hub's methods, by the method's name.</summary>
    public static IEnumerable<string> Methods(string hub) => RowsOf($"{hub}: ");

    /// <summary>The kinds of items that the rows name for one stream.</summary>
    public static IEnumerable<string> Items(string stream) => RowsOf($"items of {stream}: ").SelectMany(kinds => kinds.Split(", "));

    public static IEnumerable<string> Routes() => Rows.Keys.Where(row => !row.Contains(": ", StringComparison.Ordinal));

    /// <summary>What the code has, in the table's words.</summary>
    public static IEnumerable<string> MethodsOf(string hub) =>
        (hub switch { "viewers" => typeof(ViewerHub), "sharers" => typeof(SharerHub), _ => typeof(MeHub) })
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsVirtual && !method.IsSpecialName)
            .Select(method => method.Name);

    public static IEnumerable<string> ItemsOf<T>() => typeof(T).GetProperties().Select(property => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    public static IEnumerable<string> RoutesOf(TestGateway gateway) =>
        from endpoint in gateway.Of<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = endpoint.RoutePattern.RawText!.TrimStart('/')
        where path.StartsWith("api/", StringComparison.Ordinal) || path.StartsWith("health/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select $"{method} {path}";

    private static IEnumerable<string> RowsOf(string prefix) =>
        Rows.Keys.Where(row => row.StartsWith(prefix, StringComparison.Ordinal)).Select(row => row[prefix.Length..]);

    private static Dictionary<string, IReadOnlyDictionary<Who, string>> Read()
    {
        var lines = Passage("| over the wire |", "Open to everyone").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Cells(lines[0]).Skip(1).Should().Equal(Columns);
        return lines.Skip(2).Select(Cells).ToDictionary(
            cells => cells[0].Trim('`'),
            cells => (IReadOnlyDictionary<Who, string>)cells.Skip(1).Select((cell, at) => (Who: (Who)at, cell)).ToDictionary(pair => pair.Who, pair => pair.cell));
    }

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];

    private static string Passage(string from, string to)
    {
        var text = File.ReadAllText(Checkout.Document("security.md"));
        var start = text.IndexOf(from, StringComparison.Ordinal);
        return text[start..text.IndexOf(to, start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("`((?:GET|POST|DELETE|PUT) [^`]+)`")]
    private static partial Regex OpenRoute();
}
