using System.Globalization;
using System.Reflection;

namespace SessionShare.Silo.Settings;

/// <summary>
/// Reads options classes from the configuration and collects what is wrong with all of them, so that a start with three
/// mistakes names three. An options class is flat; its properties are its settings.
/// </summary>
public sealed class CheckedSettings(IServiceCollection services, IConfiguration configuration)
{
    /// <summary>The one section that the framework reads.</summary>
    private const string Logging = "Logging";

    private static readonly string[] Secrets = ["ConnectionString"];

    private readonly List<string> _faults = [];
    private readonly List<string> _sections = [];
    private readonly List<(string Section, object Options)> _read = [];

    /// <summary>Reads a section into new options (a section within it, such as <c>SignIn:Browser</c>, is to be read before it), registers them as <c>IOptions</c>, and notes what <paramref name="faults"/> says of them.</summary>
    public T Add<T>(string section, Func<T, IEnumerable<string>> faults)
        where T : class, new()
    {
        var options = new T();
        _sections.Add(section);
        foreach (var setting in configuration.GetSection(section).GetChildren().Where(child => !_sections.Contains(child.Path, StringComparer.OrdinalIgnoreCase)))
            Read(setting, options);

        _faults.AddRange(faults(options));
        _read.Add((section, options));
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
        return options;
    }

    /// <summary>Notes a fault that only settings of several sections together have.</summary>
    public void Require(bool holds, string fault)
    {
        if (!holds)
            _faults.Add(fault);
    }

    /// <summary>Nothing is wrong, and every setting that was asked for belongs to a section that somebody reads.</summary>
    /// <param name="asked">Keys that a person named. The environment is full of other programs' settings, so they are not among them.</param>
    /// <exception cref="SettingsException">Something is; it lists everything.</exception>
    public void Check(IEnumerable<string> asked)
    {
        string[] sections = [.. _sections, Logging];
        foreach (var key in asked.Where(key => !sections.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase)))
            _faults.Add($"{key} is no setting; there are the sections {string.Join(", ", sections)}.");
        if (_faults.Count > 0)
            throw new SettingsException(_faults);
    }

    /// <summary>Every setting as it counts, <c>Section:Name=value</c>, of those that have a value; of a secret only that it is there.</summary>
    public IEnumerable<string> Effective() =>
        from read in _read
        from property in read.Options.GetType().GetProperties()
        where property.CanWrite && property.GetValue(read.Options) is not null
        let value = Secrets.Contains(property.Name) ? "(a secret)" : Convert.ToString(property.GetValue(read.Options), CultureInfo.InvariantCulture)
        select $"{read.Section}:{property.Name}={value}";

    private void Read(IConfigurationSection setting, object options)
    {
        var property = options.GetType().GetProperty(setting.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        if (property is null)
            _faults.Add($"{setting.Path} is no setting; there are {string.Join(", ", options.GetType().GetProperties().Select(known => known.Name))}.");
        else if (!TryConvert(setting.Value, property.PropertyType, out var value))
            _faults.Add($"{setting.Path} is '{setting.Value}'; it must be {FormOf(property.PropertyType)}.");
        else
            property.SetValue(options, value);
    }

    /// <summary>What settings may be made of. Not TypeDescriptor: it takes 30 ms of every start, and reads "60" as 60 days.</summary>
    private static bool TryConvert(string? text, Type type, out object? value)
    {
        (var understood, value) = (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var number when number == typeof(int) => (int.TryParse(text, out var parsed), (object?)parsed),
            var number when number == typeof(long) => (long.TryParse(text, out var parsed), parsed),
            var time when time == typeof(TimeSpan) => (TimeSpan.TryParse(text, out var parsed) && text!.Contains(':'), parsed),
            var flag when flag == typeof(bool) => (bool.TryParse(text, out var parsed), parsed),
            var words when words == typeof(string) => (text is not null, text),
            var other => throw new NotSupportedException($"A setting of type {other}."),
        };
        return understood;
    }

    private static string FormOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var number when number == typeof(int) || number == typeof(long) => "a whole number",
        var time when time == typeof(TimeSpan) => "a time as hh:mm:ss",
        var flag when flag == typeof(bool) => "true or false",
        _ => "a text",
    };
}
