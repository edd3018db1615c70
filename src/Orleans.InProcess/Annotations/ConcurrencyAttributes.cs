namespace Orleans.Concurrency;

/// <summary>A method that may start while any other request of the activation awaits, and that holds back none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
