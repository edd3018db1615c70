namespace Orleans.Conformance;

/// <summary>How long a test waits before it says what it waited for; far more than any machine needs.</summary>
internal static class Patience
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public static async Task<T> Within<T>(this Task<T> task, string wanted)
    {
        await ((Task)task).Within(wanted);
        return await task;
    }

    public static async Task Within(this Task task, string wanted)
    {
        if (await Task.WhenAny(task, Task.Delay(Longest)) != task)
            throw new TimeoutException($"Waited {Longest} for: {wanted}");
        await task;
    }
}
