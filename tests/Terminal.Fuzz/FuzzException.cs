namespace SessionShare.Terminal.Fuzz;

/// <summary>A rule that holds for every screen was broken.</summary>
public sealed class FuzzException(string message, Exception? inner = null) : Exception(message, inner);
