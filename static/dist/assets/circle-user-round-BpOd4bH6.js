<<<<<<<< HEAD:static/dist/assets/circle-user-round-BpOd4bH6.js
import{d as e,nt as t,tt as n}from"./first-SgVcleRO.js";var r=new Set([`$$slots`,`$$events`,`$$legacy`]);function i(i,a){let o=n(a,r),s={name:`circle-user-round`,size:24,node:[[`path`,{d:`M17.925 20.056a6 6 0 0 0-11.851.001`}],[`circle`,{cx:`12`,cy:`11`,r:`4`}],[`circle`,{cx:`12`,cy:`12`,r:`10`}]],aliases:[`user-circle-2`]};e(i,t(()=>o,{get icon(){return s}}))}export{i as t};
========
import{d as e,nt as t,tt as n}from"./first-Ben9DeAe.js";var r=new Set([`$$slots`,`$$events`,`$$legacy`]);function i(i,a){let o=n(a,r),s={name:`circle-user-round`,size:24,node:[[`path`,{d:`M17.925 20.056a6 6 0 0 0-11.851.001`}],[`circle`,{cx:`12`,cy:`11`,r:`4`}],[`circle`,{cx:`12`,cy:`12`,r:`10`}]],aliases:[`user-circle-2`]};e(i,t(()=>o,{get icon(){return s}}))}export{i as t};
>>>>>>>> 43ccf21 (web: ask who a friend is when the friendship ends):static/dist/assets/circle-user-round-CGlSdqWq.js
