namespace Orleans.Concurrency;

/// <summary>A method that may start while any other request of the activation awaits, and that holds back none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;

/// <summary>A method that changes no state: it may start while only other read-only requests run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
