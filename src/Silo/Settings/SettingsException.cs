namespace SessionShare.Silo.Settings;

/// <summary>The program was started with settings that can't be used.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>Everything that is wrong, one sentence each.</summary>
    public IReadOnlyList<string> Faults => faults;
}
