// Passes values on as objects of this language: from the variable `chain/hop`, of those given, to `chain/hop+1`.
// What comes in a variable `end ...` ends it.
while (true)
{
    NwsLease lease = await ws.FetchLeaseAsync(args);
    if (lease.Variable.StartsWith("end"))
        break;
    string[] place = lease.Variable.Split('/');
    await ws.StoreAsync($"{place[0]}/{int.Parse(place[1]) + 1}", lease.Value.ToObject());
    await lease.CompleteAsync();
}
