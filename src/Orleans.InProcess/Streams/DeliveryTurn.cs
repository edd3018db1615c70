namespace Orleans.InProcess;

/// <summary>Items that wait to be given to an observer.</summary>
internal interface IDelivery
{
    /// <summary>Gives on what waits. Never throws.</summary>
    Task DeliverAsync();

    /// <summary>Nobody is there to give to any more.</summary>
    void Abandon();
}

/// <summary>A delivery to a grain: a turn of the activation that subscribed.</summary>
internal sealed class DeliveryTurn(IDelivery delivery) : Request
{
    public override bool Interleaves => false;

    public override bool IsOwn => true;

    public override Task RunAsync(Activation activation) => delivery.DeliverAsync();

    public override void Reject(Exception reason) => delivery.Abandon();
}
