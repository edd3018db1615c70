using SessionShare.Silo;

// A silo of its own has a use only in a cluster, whose membership and storage this version does not have yet.
Console.Error.WriteLine(
    $"A silo of its own needs a cluster, which this version can't form yet ({EngineInfo.Built.Text}); the gateway program holds its silo in its own process.");
return 125;
