import { spawn } from 'node:child_process';
import { run } from './dist/harness/run/run.js';
const child = spawn(process.execPath, ['dist/containers/reference/'+(process.argv[2]??'dual-era')+'.js','--grpc-port','0'],{stdio:['ignore','pipe','inherit']});
const line = await new Promise(r=>child.stdout.once('data',d=>r(String(d))));
const {url}=JSON.parse(line);
const endpoint={address:url.replace('grpc://',''),metadata:{},preset:'tunnel'};
const host={again:[],startable:false,remote:false,claimed:true,lease:async()=>({endpoint,stderr:()=>'',release:async()=>{}})};
const t0=Date.now();
const result = await run({target:{name:'x',hosts:{grpc:host},secrets:[],stop:async()=>{}},revisions:process.argv[3]?process.argv[3].split(','):'auto',scenarios:process.argv[4]?process.argv[4].split(','):[],cases:[],fixtures:'auto',allowTools:[],examples:{},seed:1,startTimeoutMs:20000,requestTimeoutMs:5000,scenarioTimeoutMs:30000,runTimeoutMs:300000,concurrency:4,failOn:['fail'],report:{},signal:new AbortController().signal});
console.log(JSON.stringify(result.summary), Date.now()-t0,'ms', JSON.stringify(result.target.transports));
for (const c of result.cases) { if(c.reason&&c.status!=='not-applicable') console.log('CASE',c.revision,c.scenario,c.status,c.reason);
 for (const k of c.checks) if(!['pass'].includes(k.verdict) && (k.verdict!=='not-applicable'||process.env.NA)) console.log(k.verdict,c.revision,c.scenario,k.requirement,'| exp',k.expected,'| got',k.received?.slice?.(0,200));
 if(process.env.PASS) for(const k of c.checks) if(k.verdict==='pass') console.log('pass',c.revision,c.scenario,k.requirement,'|',k.received?.slice?.(0,160)); }
child.kill();
